"use strict";
(() => {
  const reader = document.getElementById("reader");
  const body = document.getElementById("reader-body");
  const title = document.getElementById("reader-title");
  const place = document.getElementById("reader-place");
  const [back, forth, close] = reader.querySelectorAll("button");
  let group = [];
  let at = 0;

  const passages = (name) => [...document.querySelectorAll("a[data-group]")].filter((a) => a.dataset.group === name);
  const unique = (links) => links.filter((a, i) => links.findIndex((b) => b.hash === a.hash) === i);

  function open(step) {
    at = step;
    const link = group[at];
    const name = link.hash.slice(1);
    const target = document.getElementById(name);
    const report = target && target.closest(".report");
    if (!report) return false;
    const copy = report.cloneNode(true);
    copy.removeAttribute("id");
    copy.removeAttribute("aria-labelledby");
    copy.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
    const lit = [...copy.querySelectorAll("mark")].filter((m) => m.dataset.passages.split(" ").includes(name));
    lit.forEach((m) => m.classList.add("on"));
    body.replaceChildren(copy);
    title.textContent = link.dataset.outlet;
    place.textContent = group.length > 1 ? `Passage ${at + 1} of ${group.length}` : "";
    back.disabled = at === 0;
    forth.disabled = at === group.length - 1;
    back.hidden = forth.hidden = group.length < 2;
    if (!reader.open) reader.showModal();
    if (lit[0]) {
      lit[0].tabIndex = -1;
      lit[0].focus({ preventScroll: true });
      lit[0].scrollIntoView({ block: "center", behavior: "instant" });
    }
    return true;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-group]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    group = unique(passages(link.dataset.group));
    if (open(group.findIndex((a) => a.hash === link.hash))) event.preventDefault();
  });
  back.addEventListener("click", () => at > 0 && open(at - 1));
  forth.addEventListener("click", () => at < group.length - 1 && open(at + 1));
  close.addEventListener("click", () => reader.close());
  reader.addEventListener("click", (event) => event.target === reader && reader.close());

  // A link into what is folded away unfolds it.
  function unfold() {
    const target = document.getElementById(location.hash.slice(1));
    for (let part = target && target.parentElement; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") part.open = true;
    }
  }
  addEventListener("hashchange", unfold);
  unfold();

  document.querySelectorAll(".findings").forEach((list) => {
    const items = [...list.children];
    const kinds = [...new Set(items.map((item) => item.dataset.status))];
    if (kinds.length < 2) return;
    const bar = document.createElement("div");
    bar.className = "filter";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Show statements by status");
    const choose = (kind) => {
      items.forEach((item) => { item.hidden = kind !== "" && item.dataset.status !== kind; });
      [...bar.children].forEach((b) => b.setAttribute("aria-pressed", String(b.value === kind)));
    };
    ["", ...kinds].forEach((kind) => {
      const button = document.createElement("button");
      button.type = "button";
      button.value = kind;
      const count = kind ? items.filter((item) => item.dataset.status === kind).length : items.length;
      button.textContent = `${kind || "All"} ${count}`;
      button.addEventListener("click", () => choose(kind));
      bar.append(button);
    });
    list.before(bar);
    choose("");
    addEventListener("beforeprint", () => choose(""));
  });

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((part) => { part.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((part) => { part.open = false; }));
})();
