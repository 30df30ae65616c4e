#include "view/html_page.hpp"

namespace flowsync::view {

std::string_view page_style()
{
  static constexpr std::string_view k_style = R"css(
:root { color-scheme: light dark; --back: #fff; --text: #1f2328; --quiet: #59636e; --edge: #d1d9e0; --soft: #f6f8fa;
  --red: #b3261e; --red-back: #ffebe9; --red-mark: #ffc1bc; --green: #116329; --green-back: #e6f6ea; --green-mark: #9be9a8;
  --amber: #8a5300; --amber-back: #fff4d6; --violet: #6639ba; --violet-back: #f3edff; --blue: #0550ae; --blue-back: #e7f2ff; }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --text: #e6edf3; --quiet: #9aa4af; --edge: #3d444d;
  --soft: #161c24; --red: #ff8d85; --red-back: #331617; --red-mark: #7a2421; --green: #66d17a; --green-back: #10261a;
  --green-mark: #1f6a34; --amber: #e3b341; --amber-back: #2e2410; --violet: #c5a5ff; --violet-back: #241a38;
  --blue: #79b8ff; --blue-back: #0f2138; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 1rem 1.2rem 3rem; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
code, pre, .side, .path, .tree { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .87em; }
pre { white-space: pre-wrap; }
h1 { margin: .2em 0 .1em; font-size: 1.5em; }
h1 small, h3 small, .name { color: var(--quiet); font-weight: normal; font-size: .95rem; }
h2 { margin: 1.8em 0 .5em; font-size: 1.12em; }
h3 { margin: 0 0 .3em; font-size: 1em; }
p, ul { margin: .35em 0; }
ul { padding-left: 1.3em; }
a { color: var(--blue); text-decoration-thickness: 1px; text-underline-offset: 2px; }
a:focus-visible, summary:focus-visible, button:focus-visible, input:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
section + section { margin-top: 3rem; border-top: 3px solid var(--edge); padding-top: 1rem; }
.sum { font-size: 1.2em; font-weight: 600; }
.quiet { color: var(--quiet); font-size: .92em; }
.box { margin: .8em 0; padding: .55em .9em; border-left: 4px solid var(--edge); border-radius: 4px; background: var(--soft); }
.box h2, .box p:first-child { margin-top: 0; }
.box p:last-child, .box ul:last-child { margin-bottom: 0; }
.bad { border-color: var(--red); background: var(--red-back); }
.warn { border-color: var(--amber); background: var(--amber-back); }
.bad h2, .lost { color: var(--red); }
.dangers { list-style: none; padding: 0; }
.dangers > li { padding-left: 2.2em; text-indent: -2.2em; }
.dangers > li > * { text-indent: 0; }
.dangers > li > b:first-child { display: inline-block; width: 2.2em; color: var(--red); }
table { border-collapse: collapse; }
td, th { padding: .3em .8em .3em 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--edge); }
summary { cursor: pointer; }
details.flow, details.group, article.cause { margin: .4em 0; border: 1px solid var(--edge); border-left: 4px solid var(--edge);
  border-radius: 6px; background: var(--back); }
details.flow { content-visibility: auto; contain-intrinsic-size: auto 2.4rem; }
.flow > summary, .group > summary { padding: .42em .8em; }
.flow > summary b { margin-right: .5em; }
.flow[open] > summary, .group[open] > summary { border-bottom: 1px solid var(--edge); background: var(--soft); }
.in { padding: .5em .8em .7em; }
.group > .in { padding-bottom: .2em; }
article.cause { padding: .5em .8em .7em; }
.removal { border-left-color: var(--red) !important; }
.reading, .undoing, .restart { border-left-color: var(--amber) !important; }
.undoing { border-left-color: var(--violet) !important; }
.change { border-left-color: var(--blue) !important; }
.creation { border-left-color: var(--green) !important; }
article.res { margin: .6em 0 0; padding: .15em 0 .15em .8em; border-left: 3px solid var(--edge); }
article.res:target, details.flow:target { outline: 2px solid var(--blue); outline-offset: 2px; }
.sign { display: inline-block; min-width: 1.5em; color: var(--amber); font-family: ui-monospace, monospace; font-weight: 700; }
.sign.add { color: var(--green); }
.sign.del { color: var(--red); }
.tag { display: inline-block; margin-left: .4em; padding: 0 .5em; border-radius: 1em; background: var(--amber-back);
  color: var(--amber); font-size: .82em; font-weight: 600; white-space: nowrap; }
.tag.lost { background: var(--red-back); color: var(--red); }
.tag.undo { background: var(--violet-back); color: var(--violet); }
.field { margin: .35em 0 .5em; }
.path { font-weight: 600; }
.side { display: grid; grid-template-columns: 1fr 1fr; margin-top: .15em; border: 1px solid var(--edge); border-radius: 4px; overflow: hidden; }
.side.one { grid-template-columns: 1fr; }
.side > * { padding: .05em .5em; min-height: 1.5em; white-space: pre-wrap; text-decoration: none; }
.side ins, .side .r { border-left: 1px solid var(--edge); }
.side.one ins { border-left: 0; }
.side del::before, .side ins::before, .side span::before { content: "- "; color: var(--quiet); }
.side ins::before { content: "+ "; }
.side span::before { content: "  "; }
.side del { background: var(--red-back); }
.side ins { background: var(--green-back); }
.side del b { background: var(--red-mark); font-weight: inherit; border-radius: 2px; }
.side ins b { background: var(--green-mark); font-weight: inherit; border-radius: 2px; }
.side i { grid-column: 1 / -1; background: var(--soft); color: var(--quiet); text-align: center; }
.tree { margin: .2em 0 .6em; padding: .5em 0; overflow-x: auto; }
.tree ul { margin: 0; padding: 0; list-style: none; display: flex; flex-direction: column; justify-content: center; }
.tree > ul { padding: 0; }
.tree li { display: flex; align-items: center; position: relative; padding: .16em 0; }
.tree ul ul { padding-left: 2.2em; position: relative; }
.tree ul ul::before { content: ""; position: absolute; left: 0; top: 50%; width: 1.1em; border-top: 1px solid var(--quiet); }
.tree ul ul > li::before { content: ""; position: absolute; left: -1.1em; top: 0; bottom: 0; border-left: 1px solid var(--quiet); }
.tree ul ul > li::after { content: ""; position: absolute; left: -1.1em; top: 50%; width: 1.1em; border-top: 1px solid var(--quiet); }
.tree ul ul > li:first-child::before { top: 50%; }
.tree ul ul > li:last-child::before { bottom: 50%; }
.tree ul ul > li:only-child::before { display: none; }
.node { display: inline-block; padding: .18em .6em; border: 1px solid var(--edge); border-radius: 5px; background: var(--soft);
  color: var(--text); text-decoration: none; white-space: nowrap; }
.node small { display: block; color: var(--quiet); font-size: .92em; }
.node.a { border-color: var(--green); background: var(--green-back); }
.node.u { border-color: var(--amber); background: var(--amber-back); }
.node.x, .node.d { border-color: var(--red); background: var(--red-back); }
.node.o, .node.p { border-color: var(--blue); background: var(--blue-back); }
.node.r { border-width: 2px; border-color: var(--amber); }
.node.ghost { border-style: dashed; background: none; }
.filter { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: .4em .5em; align-items: center; margin: 1em 0;
  padding: .55em .7em; border: 1px solid var(--edge); border-radius: 6px; background: var(--soft); }
.filter input { flex: 1 1 14em; min-width: 9em; padding: .3em .6em; font: inherit; color: inherit; background: var(--back);
  border: 1px solid var(--edge); border-radius: 5px; }
.filter button { padding: .16em .7em; font: inherit; font-size: .88em; color: inherit; background: var(--back); border: 1px solid var(--edge);
  border-radius: 1em; cursor: pointer; }
.filter button[aria-pressed=true] { background: var(--blue); border-color: var(--blue); color: var(--back); }
.filter output { color: var(--quiet); font-size: .9em; }
.filter button small { margin-left: .35em; opacity: .8; }
.filter .keys { margin-left: auto; }
.filter .gap { flex-basis: 100%; height: 0; }
kbd { padding: 0 .35em; border: 1px solid var(--edge); border-radius: 3px; font: .85em ui-monospace, monospace; }
[hidden] { display: none !important; }
@media (max-width: 44rem) {
  body { padding: .6rem .6rem 2rem; }
  .side { grid-template-columns: 1fr; }
  .side ins { border-left: 0; }
  .side span:empty, .side .r { display: none; }
  .filter { position: static; }
  .filter .keys { display: none; }
  .tree li { display: block; }
  .tree ul { display: block; }
  .tree ul ul { margin-left: .7em; padding-left: .9em; border-left: 1px solid var(--quiet); }
  .tree ul ul::before, .tree ul ul > li::before { display: none; }
  .tree ul ul > li::after { left: -.9em; width: .8em; top: 1.1em; }
  .node { white-space: normal; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  .filter, .tree .hint { display: none; }
  details::details-content { display: block; content-visibility: visible; block-size: auto; }
  details.flow { content-visibility: visible; break-inside: avoid-page; }
  a { color: inherit; text-decoration: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)css";
  return k_style;
}

} // namespace flowsync::view
