/** Colours, for a reader who prefers light ones and for one who prefers dark ones. */
const COLOURS = `
:root { color-scheme: light dark; --bg: #fbfbfd; --card: #fff; --ink: #1b1d22; --soft: #5a6070; --rule: #d9dce3; --accent: #2257c9; --open: #a8480a; --open-bg: #fdf1e7; --shut: #17694a; --shut-bg: #eaf6f0;
  --c0: #2f6fde; --c1: #d9730d; --c2: #1d9a6c; --c3: #9b4fd0; --c4: #c93a5b; --c5: #0f93a8; --c6: #8a7a12; --c7: #6b7280; }
@media (prefers-color-scheme: dark) { :root { --bg: #14161b; --card: #1c1f26; --ink: #e9ebf0; --soft: #a4abba; --rule: #353a46; --accent: #8db2ff; --open: #ffb27a; --open-bg: #33241a; --shut: #7fd9b1; --shut-bg: #16301f;
  --c0: #6d9ffa; --c1: #f0a04b; --c2: #4cc998; --c3: #c58bf0; --c4: #f07a94; --c5: #49c2d6; --c6: #c9b748; --c7: #9aa3b2; } }`;

/** What the picture of the architecture is drawn with. */
export const PICTURE_STYLE = `${COLOURS}
svg text { fill: var(--ink); font-size: 12.5px; }
.box rect { fill: var(--card); stroke: var(--rule); stroke-width: 1.5; } .box.open rect { fill: var(--open-bg); stroke: var(--open); } .box.shut rect { fill: var(--shut-bg); stroke: var(--shut); }
svg .name { font-size: 15px; font-weight: 650; } svg .cost { font-size: 16px; font-weight: 650; } .open .reach { fill: var(--open); } .shut .reach { fill: var(--shut); }
.arrow { fill: none; stroke: var(--soft); stroke-width: 1.8; }`;

/** The page's only style: it loads nothing, follows the reader's light or dark preference, and prints. */
export const STYLE = `${PICTURE_STYLE}
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 78rem; margin: 0 auto; padding: 1rem; }
header { max-width: 78rem; margin: 0 auto; padding: 1.5rem 1rem 0; }
h1 { font-size: 1.7rem; margin: 0; } h2 { font-size: 1.2rem; margin: 0 0 .7rem; } p { margin: .3rem 0; max-width: 70ch; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem; }
a { color: var(--accent); } .soft, caption { color: var(--soft); }
section { background: var(--card); border: 1px solid var(--rule); border-radius: 14px; padding: 1.1rem; margin: 1rem 0; }
.totals { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .7rem; margin: 1rem 0 0; padding: 0; }
.totals div { background: var(--card); border: 1px solid var(--rule); border-radius: 14px; padding: .8rem 1rem; }
.totals dt { color: var(--soft); } .totals dd { margin: 0; } .totals .big { font-size: 1.55rem; font-weight: 650; }
svg { display: block; width: 100%; height: auto; } svg text { font-family: inherit; }
.narrow { display: none; } .narrow .picture { max-width: 15rem; margin: 0 auto; }
.bars { max-width: 46rem; } .bars text { font-size: 14px; } .bars .amount { font-weight: 650; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1rem; list-style: none; padding: 0; margin: .6rem 0 0; } .swatch { display: inline-block; width: .8rem; height: .8rem; border-radius: 3px; margin-right: .4rem; }
.scroll { overflow-x: auto; } .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; } caption { text-align: left; padding: 0 0 .5rem; }
th, td { text-align: left; padding: .32rem .6rem .32rem 0; border-top: 1px solid var(--rule); vertical-align: top; } thead th { border-top: 0; color: var(--soft); font-weight: 500; } tbody th { font-weight: 500; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .sum th, .sum td { font-weight: 650; } .group th { color: var(--soft); padding-top: .9rem; } .source { color: var(--soft); font-size: .85em; min-width: 16rem; }
.advice { padding-left: 1.1rem; } .advice li { margin: .4rem 0; } code { font: .88em ui-monospace, monospace; color: var(--soft); overflow-wrap: anywhere; }
summary { cursor: pointer; font-weight: 600; } details > :not(summary) { margin-top: .8rem; }
.bad { color: var(--open); font-weight: 600; } .good { color: var(--shut); font-weight: 600; }
@media (max-width: 52rem) { .wide { display: none; } .narrow { display: block; } h1 { font-size: 1.4rem; } section { padding: .9rem; } }
@media print { :root { color-scheme: light; --bg: #fff; } body { font-size: 11pt; } section { break-inside: avoid; border: 0; padding: 0; } .scroll { overflow: visible; } details > * { display: block; } .wide { display: block; } .narrow { display: none; } .skip { display: none; } }
`;
