"""The style sheet: one accent, white space, the same on screen, phone and paper."""

from __future__ import annotations

SANS = (
    "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Liberation Sans', Arial, "
    "'Noto Sans CJK JP', sans-serif"
)
JAPANESE = (
    "'Hiragino Sans', 'Yu Gothic', 'Noto Sans CJK JP', 'Noto Sans JP', 'IPAexGothic', sans-serif"
)
KOREAN = "'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans CJK KR', 'Noto Sans KR', sans-serif"

CSS = f"""
:root {{ --ink: #1a1a1a; --quiet: #595959; --rule: #c9c9c9; --accent: #0b5d5d; --wash: #f5f4f0; }}
* {{ box-sizing: border-box; }}
html {{ -webkit-text-size-adjust: 100%; }}
body {{ margin: 0; color: var(--ink); background: #fff; line-height: 1.5;
  font-family: Charter, 'Bitstream Charter', Georgia, 'Times New Roman', 'Liberation Serif',
    'Noto Serif', serif; font-size: 17px; }}
[lang=ja] {{ font-family: {JAPANESE}; }}
[lang=ko] {{ font-family: {KOREAN}; }}
.skip {{ position: absolute; left: -999em; }}
.skip:focus {{ left: 1em; top: 1em; background: #fff; padding: .5em 1em; z-index: 2; }}
a {{ color: var(--accent); }}
:focus-visible {{ outline: 3px solid var(--accent); outline-offset: 2px; }}
main, .contents, .colophon {{ max-width: 64rem; margin: 0 auto; padding: 0 1.5rem; }}
main {{ padding-top: 2.5rem; }}
.sheet {{ max-width: none; }}
h1, h2, h3, h4 {{ line-height: 1.22; font-weight: 600; text-wrap: balance; }}
h1 {{ font-size: 2.1rem; margin: .2rem 0 .6rem; max-width: 24em; }}
h2 {{ font-size: 1.45rem; margin: 3.5rem 0 .8rem; padding-top: .8rem;
  border-top: 2px solid var(--accent); }}
h3 {{ font-size: 1.15rem; margin: 2.2rem 0 .5rem; }}
h4 {{ font-size: 1rem; margin: 1.6rem 0 .2rem; }}
p, ul {{ max-width: 44em; margin: .5rem 0 1rem; }}
ul {{ padding-left: 1.2em; }}
li {{ margin: .25rem 0; }}
code {{ font-family: ui-monospace, 'Liberation Mono', monospace; font-size: .82em;
  color: var(--quiet); overflow-wrap: anywhere; }}
.kicker {{ font-family: {SANS}; font-size: .82rem; color: var(--quiet); margin: 0; }}
.mark {{ color: var(--accent); font-weight: 700; letter-spacing: .04em; }}
.dateline {{ font-style: italic; color: var(--quiet); margin: 0 0 1rem; }}
.answer {{ font-size: 1.3rem; line-height: 1.38; font-weight: 600; margin: .4rem 0 .6rem;
  border-left: 5px solid var(--accent); padding-left: .9rem; }}
.answers {{ list-style: none; padding-left: 0; max-width: 52em; }}
.key, .start, .absent, .notyet, .imprint, .ladder {{ font-size: .87rem; }}
.key, .start, .imprint {{ color: var(--quiet); }}
.key, .ladder {{ max-width: 60em; }}
.absent {{ font-style: italic; }}
.small-title {{ font-family: {SANS}; font-size: .9rem; margin: .8rem 0 .2rem; }}
.scroll {{ overflow-x: auto; margin: .8rem 0 1.2rem; max-width: 100%;
  container-type: inline-size; }}
table {{ border-collapse: collapse; font-family: {SANS}; font-size: .8rem; line-height: 1.35;
  min-width: 34rem; width: 100%; font-variant-numeric: tabular-nums; }}
/* As wide as the frame, not as the table, and left in place while the table scrolls. */
caption {{ text-align: left; font-weight: 600; padding: 0 0 .4rem; max-width: 100cqi;
  position: sticky; left: 0; }}
.matrix caption {{ font-weight: 400; }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0;
  border-bottom: 1px solid var(--rule); }}
thead th {{ border-bottom: 1.5px solid var(--ink); color: var(--ink); font-weight: 600;
  vertical-align: bottom; }}
tbody th {{ font-weight: 400; }}
.results td:not(:nth-child(8)) {{ white-space: nowrap; }}
.results tbody th:first-child {{ min-width: 8.5em; }}
.results tbody th:nth-child(2) {{ min-width: 11em; }}
.rungs tbody th:first-child {{ min-width: 9em; }}
.rungs tbody th:nth-child(2) {{ min-width: 11em; }}
.rungs td, .rungs thead th:nth-child(n+3) {{ padding-left: .35rem; }}
.rungs td {{ min-width: 6.5em; }}
/* What is not proved stands out in grey as well, and on paper. */
.rungs td:has(b) {{ background: #e2e2e2; print-color-adjust: exact; }}
.stories li {{ margin: 0 0 1.2rem; max-width: 44em; }}
.stories p {{ margin: .2rem 0; }}
.whole {{ white-space: nowrap; }}
.again {{ color: var(--quiet); }}
.matrix {{ width: auto; min-width: min(34rem, 100%); }}
.matrix td, .matrix thead th:not(:first-child) {{ text-align: center; padding: .3rem .35rem; }}
.matrix thead span {{ writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap;
  font-weight: 400; }}
.matrix tbody th {{ min-width: 11em; padding-right: 1rem; }}
.matrix caption {{ max-width: min(44em, 100cqi); }}
.matrix tbody tr:nth-child(even) {{ background: var(--wash); }}
figure {{ margin: .6rem 0 1.4rem; }}
figcaption {{ font-size: .88rem; max-width: 48em; margin-top: .3rem; }}
figure svg {{ max-width: 100%; height: auto; display: block; }}
figure svg.wide {{ max-width: none; }}
/* A drawing of all nations leaves the column for the whole window rather than lose its right. */
@media screen and (min-width: 75rem) {{
  .wire .scroll {{ width: calc(100vw - 4rem); max-width: none;
    margin-left: calc(50% - 50vw + 2rem); }}
  .wire svg.wide {{ max-width: 100%; margin: 0 auto; }}
}}
svg:not(.chart) text {{ font-family: {SANS}; fill: var(--ink); }}
.svg-small {{ font-size: 11.5px; }}
.svg-tiny {{ font-size: 10px; }}
.svg-quiet {{ font-size: 10px; fill: var(--quiet) !important; }}
.svg-strong {{ font-size: 12px; font-weight: 700; }}
.svg-halo {{ font-size: 11px; paint-order: stroke; stroke: #fff; stroke-width: 4px;
  stroke-linejoin: round; }}
.svg-tiny.svg-halo {{ font-size: 10px; stroke-width: 3px; }}
.multiples {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(17.5rem, 1fr));
  gap: 0 2rem; align-items: start; }}
.multiples > * {{ min-width: 0; }}
.halves {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr));
  gap: 0 3rem; }}
.halves > * {{ min-width: 0; }}
details {{ margin: .4rem 0 1rem; font-size: .95rem; }}
summary {{ cursor: pointer; font-family: {SANS}; font-size: .82rem; color: var(--accent);
  padding: .25rem 0; min-height: 24px; }}
.front h2 {{ font-size: 1.05rem; margin: 1.4rem 0 .4rem; padding-top: 0; border-top: 0; }}
.front .imprint {{ border-top: 1px solid var(--rule); margin-top: 1.2rem; }}
.contents {{ font-family: {SANS}; font-size: .85rem; }}
.contents ul {{ list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.4rem;
  max-width: none; }}
.glossary {{ display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .3rem 1.5rem;
  font-size: .9rem; }}
.glossary dt {{ font-weight: 600; }}
.glossary dd {{ margin: 0; max-width: 44em; }}
.colophon {{ padding-bottom: 3rem; font-size: .85rem; color: var(--quiet); }}
@media (max-width: 40rem) {{
  body {{ font-size: 16px; }}
  main, .contents, .colophon {{ padding-left: 1rem; padding-right: 1rem; }}
  h1 {{ font-size: 1.6rem; }}
  .answer {{ font-size: 1.12rem; }}
  .glossary {{ grid-template-columns: 1fr; gap: 0; }}
  .glossary dd {{ margin-bottom: .6rem; }}
}}
"""

PRINT = """
@page { size: A4; margin: 13mm 15mm 14mm; }
@page landscape { size: A4 landscape; margin: 13mm 12mm; }
@media print {
  body { font-size: 10pt; line-height: 1.42; }
  main, .colophon { max-width: none; padding: 0; }
  .skip, .contents { display: none; }
  a { color: inherit; text-decoration: none; }
  h2 { font-size: 14pt; margin-top: 18pt; break-after: avoid; }
  h3, h4, .small-title, caption { break-after: avoid; }
  section { break-before: page; }
  section.flow { break-before: auto; }
  svg, tr, .front > * { break-inside: avoid; }
  figcaption { break-before: avoid; }
  .small-title { break-after: avoid; }
  .scroll { overflow: visible; container-type: normal; }
  caption { position: static; max-width: none; }
  .matrix caption { max-width: 44em; }
  table { min-width: 0; font-size: 7.4pt; }
  th, td { padding: 1.6pt 5pt 1.6pt 0; overflow-wrap: break-word; }
  .results tbody th, .rungs tbody th, .rungs td { min-width: 0 !important; }
  .results td:not(:nth-child(8)) { white-space: normal; }
  .rungs tbody th:nth-child(1) { width: 17%; }
  .rungs tbody th:nth-child(2) { width: 19%; }
  .matrix { min-width: 60%; }
  .matrix tbody th { min-width: 8em; }
  .matrix td, .matrix thead th:not(:first-child) { padding: 1pt 2pt; }
  .results tbody th:first-child { width: 17%; }
  figure svg, figure svg.wide { max-width: 100%; height: auto; }
  details::details-content { content-visibility: visible; block-size: auto; display: block; }
  summary { list-style: none; color: inherit; }
  .multiples { grid-template-columns: 1fr 1fr 1fr; gap: 0 12pt; }
  .multiples details { display: none; }
  .sheet.broad { page: landscape; break-before: page; }
  .sheet.broad svg { max-height: 118mm; }
  .sheet p { font-size: 9pt; max-width: none; }
  .sheet h3, .sheet p { break-after: avoid; }
  /* Fonts differ in width: all are set as large as Times and Arial look at this size. */
  .front { break-before: auto; font-size: 8pt; line-height: 1.22; font-size-adjust: .448; }
  .front table, .front .kicker { font-size-adjust: .519; }
  .front details { display: none; }
  .front h1 { font-size: 13.5pt; margin: 1pt 0 2pt; max-width: none; }
  .front h2 { font-size: 9.4pt; margin: 4pt 0 1pt; }
  .front p, .front ul { margin: 1.2pt 0 2.4pt; max-width: none; }
  .front .dateline { font-size: 8.6pt; margin-bottom: 3pt; }
  .front .kicker { font-size: 7.4pt; }
  .front .answer { font-size: 10.4pt; line-height: 1.25; margin: 2pt 0 3pt; }
  .front .answers { font-size: 8pt; }
  .front li { margin: 1pt 0; }
  .front .key, .front .ladder, .front .notyet, .front .imprint,
  .front figcaption { font-size: 6.9pt; }
  .front table { font-size: 6.7pt; line-height: 1.18; }
  .front .room th:nth-child(1) { width: 23%; }
  .front .room th:nth-child(2) { width: 21%; }
  .front .room td:nth-child(5) { width: 16%; }
  .front th, .front td { padding: .9pt 5pt .9pt 0; }
  .front .scroll { margin: 3pt 0 4pt; }
  .front figure { margin: 0 0 2pt; }
  .front figcaption { margin-top: 0; line-height: 1.2; }
  .front .halves li, .front .halves p, .front .halves figcaption { font-size: 6.9pt; }
  .front .halves { grid-template-columns: 1fr 1fr; gap: 0 16pt; }
  .front .imprint { margin-top: 3pt; font-size: 6.6pt; }
}
"""
