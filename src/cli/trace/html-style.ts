/** The style of the page: the reader's light or dark. */
export const page_style = `
:root {
  --ground: #fff; --ink: #1c1e21; --faint: #6a6f76; --line: #e3e5e8; --raised: #f6f7f8; --marked: #fff3cd;
  --first: #0b6bcb; --second: #a2348f; --good: #1a7f37; --bad: #c62828; --late: #9a6700;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #16181b; --ink: #e4e6e9; --faint: #989ea6; --line: #2c3035; --raised: #1f2226; --marked: #4a3d12;
    --first: #6cb3f5; --second: #e08fd2; --good: #5dc479; --bad: #ff8177; --late: #e3b341;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; }
header { position: sticky; top: 0; z-index: 1; padding: 12px 20px 10px; background: var(--ground); border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 17px; } h2 { font-size: 15px; margin: 28px 0 8px; }
p { margin: 2px 0 8px; color: var(--faint); }
main { padding: 0 20px 40px; overflow-x: auto; }
#overview svg { display: block; width: 100%; height: auto; background: var(--raised); border-radius: 4px; }
#overview text { fill: var(--faint); font: 10px system-ui, sans-serif; }
#overview rect { cursor: pointer; }
#filter { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-top: 8px; }
#search { flex: 0 1 320px; padding: 5px 9px; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 5px; font: inherit; }
button { padding: 4px 10px; color: inherit; background: none; border: 1px solid var(--line); border-radius: 12px; font: inherit; font-size: 12px; cursor: pointer; }
button[aria-pressed=true] { background: var(--ink); color: var(--ground); border-color: var(--ink); }
#count { color: var(--faint); font-size: 12px; margin-left: auto; }
table { border-collapse: collapse; width: 100%; font: 12.5px/1.5 ui-monospace, 'DejaVu Sans Mono', monospace; }
th { text-align: left; font: 600 11px system-ui, sans-serif; color: var(--faint); padding: 8px 10px 4px 0; }
td { padding: 2px 10px 2px 0; vertical-align: top; border-top: 1px solid var(--line); }
#calls tr.call td:nth-child(1), #calls td.took, #rows td.number, #rows th.number { text-align: right; white-space: nowrap; }
#calls tr.call td:nth-child(3) { overflow-wrap: anywhere; min-width: 260px; }
#calls tr.call td:nth-child(7), #calls tr.call td:nth-child(1), td.took { color: var(--faint); }
#calls tr.call td:nth-child(7), #calls td.who { white-space: nowrap; }
#calls td.late { color: var(--late); }
#calls tbody tr.call { cursor: pointer; } #calls tbody tr.call:hover { background: var(--raised); }
#calls tbody tr:focus-visible { outline: 2px solid var(--first); outline-offset: -2px; }
.one .who { display: none; }
.p0 { color: var(--first); } .p1 { color: var(--second); }
.ok { color: var(--good); } .no { color: var(--bad); } .maybe, .late { color: var(--late); }
.frame { font-weight: 600; }
tr.details td { background: var(--raised); padding: 8px 12px 10px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; margin: 0; }
dt { color: var(--faint); text-align: left; } dd { margin: 0; overflow-wrap: anywhere; }
mark { background: var(--marked); color: inherit; }
.none td { padding: 14px 0; color: var(--faint); }
@media (max-width: 720px) {
  header, main { padding-left: 12px; padding-right: 12px; } header { position: static; }
  #calls thead { display: none; }
  #calls tbody { display: block; } #calls tr.details, #calls tr.details td { display: block; }
  #calls tr.call { display: grid; grid-template-columns: max-content minmax(0, 1fr) max-content; gap: 0 10px; padding: 5px 0; border-top: 1px solid var(--line); }
  #calls tr[hidden] { display: none; }
  #calls tr.call td { padding: 0; border: 0; min-width: 0; overflow-wrap: anywhere; }
  #calls tr.call td:nth-child(2) { order: 1; } #calls tr.call td.took { order: 2; grid-column: 3; }
  #calls tr.call td:nth-child(3), #calls tr.call td:nth-child(4), #calls tr.call td:nth-child(5), #calls tr.call td:nth-child(7) { order: 3; grid-column: 1 / -1; white-space: normal; }
  #calls tr.call td:empty { display: none; }
}
`;
