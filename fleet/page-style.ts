/** The look of every page: the system's own letters, light and dark, and a card for each row where the screen is narrow. */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #fcfcfb; --text: #1d1d1b; --muted: #5b5b56; --line: #dddcd7; --band: #f2f1ed;
  --link: #1b569e; --good: #1a6633; --doubtful: #7a4f00; --bad: #a32417; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #161615; --text: #ecebe6; --muted: #a5a49d; --line: #383834; --band: #21211f;
    --link: #8db9ff; --good: #7fcb92; --doubtful: #e6b455; --bad: #ff9485; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 2rem 1.5rem 4rem; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.5rem; font-weight: 600; letter-spacing: -.01em; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.05rem; font-weight: 600; }
p { margin: .25rem 0; }
small, .muted, caption { color: var(--muted); font-size: .87em; font-weight: 400; }
.good { color: var(--good); } .doubtful { color: var(--doubtful); } .bad { color: var(--bad); }
b { font-weight: 600; }
dl { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: 1.5rem 0; }
dt { color: var(--muted); font-size: .87em; }
dd { margin: 0; font-size: 1.25rem; font-weight: 600; }
.remarks { margin: 1rem 0; padding: .75rem 1rem .75rem 2rem; border-left: 3px solid var(--doubtful); background: var(--band); }
table { width: 100%; border-collapse: collapse; }
caption { padding: .5rem 0; text-align: left; }
th, td { padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: baseline; }
thead th { color: var(--muted); font-size: .87em; font-weight: 500; white-space: nowrap; }
tbody th { font-weight: 500; }
td small { display: block; max-width: 24rem; }
#numbers th[scope="row"], time { white-space: nowrap; }
td.figure, th.figure { text-align: right; white-space: nowrap; padding-right: 1.5rem; }
tr.group th { padding: 1.5rem 0 .4rem; font-weight: 600; }
tbody.odd tr.group th { color: var(--bad); }
button, input, select { font: inherit; color: inherit; }
thead button { padding: 0; border: 0; background: none; cursor: pointer; }
thead button:hover { color: var(--text); }
[aria-sort="ascending"] button::after { content: " ↑"; } [aria-sort="descending"] button::after { content: " ↓"; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
input, select, .controls button { padding: .35rem .6rem; border: 1px solid var(--muted); border-radius: 5px; background: var(--ground);
  max-width: 100%; }
.controls button { background: var(--band); cursor: pointer; }
#tools input { width: min(24rem, 100%); }
#tools output { margin-left: .75rem; color: var(--muted); }
[hidden] { display: none !important; }
@media screen and (min-width: 64rem) { td:is([data-label="Agent"], [data-label="Label"], [data-label="Resource"]) { min-width: 7rem; } }
@media screen and (max-width: 56rem) {
  body { padding: 1.25rem 1rem 3rem; }
  table, caption, thead, tbody { display: block; }
  thead tr { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
  thead tr::before { content: "Sort by"; color: var(--muted); font-size: .87em; }
  thead:not(:has(button)) { display: none; }
  thead th, thead th.figure { padding: 0; border: 0; }
  tbody tr { display: flex; flex-wrap: wrap; gap: 0 1.25rem; padding: .6rem 0; border-bottom: 1px solid var(--line); }
  tbody tr.group { border: 0; padding: 1rem 0 0; }
  tbody th, tbody td, td.figure, tr.group th { padding: 0; border: 0; text-align: left; }
  tbody th { flex-basis: 100%; }
  td small { display: inline; }
  td:empty { display: none; }
  td::before { content: attr(data-label) " "; color: var(--muted); font-size: .87em; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --text: #000; --muted: #444; --line: #bbb; --band: #fff; --link: #000; --good: #000;
    --doubtful: #000; --bad: #000; }
  body { padding: 0; max-width: none; font-size: 9pt; }
  #tools, .controls { display: none; }
  tr { break-inside: avoid; } tr.group { break-after: avoid; } thead { display: table-header-group; }
}
`;
