"""The small study that ``renkei new`` starts from: invented, complete, and explained."""

EXAMPLE = """\
# A small study to change. Everything in it is invented.
# To check it: renkei check FOLDER. To let an editor help: renkei schema
# Parts may move to files of their own (arrangements/NAME.yaml, threads/NAME.yaml,
# scenarios/NAME.yaml, places.yaml, estimates.yaml, sources.bib); the names stay the same.
study: example
title: A watch and its ministry
question: Is the answer quicker when the watch itself may decide at night?
baseline: ministry-decides      # what every other arrangement is compared with

nations:
  JPN: {title: Japan, holidays: JP}

states:                         # situations that rights and hours may depend on
  readiness: {title: Readiness of Japan, values: [peacetime, crisis]}

deadlines:                      # an assumption, marked as such in the report
  warning: {at: [30 min, 1 h, 2 h, 6 h], marked: 1 h}

limits:                         # what this study does not model, for its readers
  - Everything outside one warning and its acknowledgement.

places:                         # coordinates to 0.1 degree, and the zone of the clock there
  Tokyo: {latitude: 35.7, longitude: 139.7, zone: Asia/Tokyo}

schedules:                      # when posts are staffed, in local time
  always: {around-the-clock: true}
  office: {shifts: [{days: Mon-Fri, from: "08:30", to: "17:30"}]}

# Numbers nobody knows: low, likely and high of the median, and a law around it. Without a
# source, a number is a placeholder and wants a wide range.
estimates:
  assessing: {title: Assessing a warning, low: 5 min, likely: 15 min, high: 45 min,
              law: lognormal, spread: 0.5, grade: placeholder}
  deciding: {title: Deciding on it, low: 5 min, likely: 20 min, high: 1 h,
             law: lognormal, spread: 0.5, grade: placeholder}
  acknowledging: {title: Acknowledging the decision, low: 1 min, likely: 3 min, high: 10 min,
                  law: lognormal, spread: 0.3, grade: placeholder}
  waking: {title: Reaching someone off duty, low: 10 min, likely: 30 min, high: 2 h,
           law: lognormal, spread: 0.6, grade: placeholder}
  sending: {title: A message on its way, low: 5 s, likely: 30 s, high: 5 min, grade: placeholder}

headquarters:                   # what every arrangement starts from
  Centre:
    title: Operations centre
    nation: JPN
    place: Tokyo
    echelon: joint
    posts:
      watch: {people: 2, hours: always, handles-word: acknowledging}
  Ministry:
    title: The ministry
    nation: JPN
    place: Tokyo
    echelon: ministry
    posts:
      director: {people: 1, hours: office, reach: {takes: waking, from: IMMEDIATE}}

links:                          # the means by which word travels
  telephone: {between: [Centre, Ministry], transit: sending}

arrangements:
  ministry-decides:
    title: The ministry decides
    relationships:              # who stands above whom, and by what authority
      direction: {from: Ministry, to: Centre, type: political direction}
    rights:                     # who decides what, whose consent it needs
      release: {function: release the warning, decides: director of Ministry}
    duties:                     # who does what has to be done
      watch: {post: watch of Centre}
  watch-decides:
    title: The watch decides
    extends: ministry-decides   # says only what differs
    rights:
      release: {decides: watch of Centre}

threads:                        # what has to be done, whoever does it
  warning:
    title: A warning
    precedence: IMMEDIATE       # from IMMEDIATE on, people off duty are reached
    steps:
      assess: {by: duty watch, takes: assessing}
      release: {does: decide, function: release the warning, takes: deciding, after: assess,
                milestone: released}
      acknowledge: {by: duty watch, takes: acknowledging, after: release, answer: true,
                    milestone: acknowledged}

scenarios:                      # when it happens, and in which states
  any-hour:
    title: Any hour of the week
    start: {any-hour-of-week: "2026-06-01", zone: Asia/Tokyo}
    horizon: 3 d
    threads:
      warning: {states: {readiness: peacetime}}
  saturday-night:
    title: Saturday, three in the morning
    start: {local: "2026-06-06 03:00", zone: Asia/Tokyo}
    horizon: 3 d
    threads:
      warning: {states: {readiness: peacetime}}
"""
