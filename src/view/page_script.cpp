#include "view/html_page.hpp"

namespace flowsync::view {

std::string_view plan_page_script()
{
  static constexpr std::string_view k_script = R"js(
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  for (const cell of all("[data-m]")) {
    const text = cell.textContent;
    let at = 0;
    cell.textContent = "";
    for (const [from, to] of cell.dataset.m.split(",").map((range) => range.split("-").map(Number))) {
      const mark = document.createElement("b");
      mark.textContent = text.slice(from, to);
      cell.append(text.slice(at, from), mark);
      at = to;
    }
    cell.append(text.slice(at));
  }
  const flows = all("details.flow").map((node) => ({
    node, name: node.querySelector("summary b").textContent.toLowerCase(),
    parts: all("article.res", node).map((part) => ({
      node: part, kind: part.dataset.k, does: part.dataset.d.split(" "), text: part.querySelector("code").textContent.toLowerCase() }))
  }));
  const groups = all("details.group").map((node) => ({ node, was: node.open }));
  const bar = document.querySelector(".filter");
  if (bar === null || flows.length === 0) {
    return;
  }
  const word = bar.querySelector("input");
  const shown = bar.querySelector("output");
  const chosen = { k: new Set(), d: new Set() };
  const fits = (part) => (chosen.k.size === 0 || chosen.k.has(part.kind)) &&
    (chosen.d.size === 0 || part.does.some((what) => chosen.d.has(what)));
  const show = () => {
    const wanted = word.value.trim().toLowerCase();
    const open = wanted !== "" || chosen.k.size + chosen.d.size > 0;
    let count = 0;
    for (const flow of flows) {
      let any = false;
      for (const part of flow.parts) {
        const fit = fits(part) && (flow.name.includes(wanted) || part.text.includes(wanted));
        part.node.hidden = !fit;
        any = any || fit;
      }
      flow.node.hidden = !any;
      count += any ? 1 : 0;
    }
    for (const group of groups) {
      group.node.hidden = group.node.querySelector("details.flow:not([hidden])") === null;
      group.node.open = open ? true : group.was;
    }
    shown.value = open ? `${count} of ${flows.length} shown` : "";
  };
  word.addEventListener("input", show);
  for (const button of all("button[data-k], button[data-d]", bar)) {
    const [set, value] = button.dataset.k ? [chosen.k, button.dataset.k] : [chosen.d, button.dataset.d];
    const count = flows.flatMap((flow) => flow.parts).filter((part) => part.kind === value || part.does.includes(value)).length;
    button.hidden = count === 0;
    button.append(Object.assign(document.createElement("small"), { textContent: count }));
    button.addEventListener("click", () => {
      const on = !set.has(value);
      set[on ? "add" : "delete"](value);
      button.setAttribute("aria-pressed", String(on));
      show();
    });
  }
  const fold = (open) => {
    for (const { node } of [...flows, ...groups]) {
      node.open = open && !node.hidden;
    }
  };
  const reset = () => {
    word.value = "";
    for (const button of all("button[aria-pressed=true]", bar)) {
      button.setAttribute("aria-pressed", "false");
    }
    chosen.k.clear();
    chosen.d.clear();
    show();
  };
  bar.querySelector("[data-do=unfold]").addEventListener("click", () => fold(true));
  bar.querySelector("[data-do=fold]").addEventListener("click", () => fold(false));
  const reveal = () => {
    const target = /^#[\w-]+$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
    if (target === null) {
      return;
    }
    if (target.closest("[hidden]") !== null) {
      reset();
    }
    for (let node = target; node !== null; node = node.parentElement) {
      if (node.localName === "details") {
        node.open = true;
      }
    }
    target.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", reveal);
  const heads = () => all("details.flow:not([hidden]) > summary").filter((head) => head.checkVisibility());
  const step = (by) => {
    const list = heads();
    const at = list.indexOf(document.activeElement);
    const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1)];
    if (next) {
      next.focus();
    }
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.target === word) {
      if (event.key === "Escape") {
        reset();
        word.blur();
      }
      return;
    }
    const does = { "/": () => word.focus(), j: () => step(1), k: () => step(-1), e: () => fold(true), c: () => fold(false), Escape: reset };
    if (Object.hasOwn(does, event.key)) {
      event.preventDefault();
      does[event.key]();
    }
  });
  bar.hidden = false;
  reveal();
})();
)js";
  return k_script;
}

} // namespace flowsync::view
