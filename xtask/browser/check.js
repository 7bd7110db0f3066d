"use strict";
// Runs at the end of a copy of the page: presses keys as a person would, and leaves the outcome in the page.
(function () {
  const problems = [], query = document.getElementById("query");
  const wanted = JSON.parse(document.getElementById("wanted").textContent);
  const check = (is, text) => { if (!is) problems.push(text); };
  const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const type = (text) => { query.value = text; query.dispatchEvent(new Event("input", { bubbles: true })); };
  const names = () => [...document.querySelectorAll("#results a.name")];
  let slowest = 0;
  for (const [text, hits] of wanted) {
    const begin = performance.now();
    type(text);
    slowest = Math.max(slowest, performance.now() - begin);
    const shown = names().slice(0, hits.length).map((link) => link.href);
    check(JSON.stringify(shown) === JSON.stringify(hits), `${text}: ${shown.join(" ")} instead of ${hits.join(" ")}`);
  }
  check(slowest < 50, `a search took ${slowest} ms`);

  document.activeElement.blur();
  press("/");
  check(document.activeElement === query, "/ does not focus the search");
  type("create secret");
  check(names().length > 2, "no hits");
  check(document.querySelector("#results pre").textContent.includes(".body(..)"), "the snippet lacks a required setter");
  press("ArrowDown");
  check(document.activeElement === names()[0], "down does not go to the first hit");
  press("ArrowDown");
  check(document.activeElement === names()[1], "down does not go to the second hit");
  press("ArrowUp");
  press("ArrowUp");
  check(document.activeElement === query, "up does not go back to the search");
  let opened = "";
  document.addEventListener("click", (event) => { opened = event.target.href || ""; event.preventDefault(); });
  press("Enter");
  check(opened.startsWith("https://docs.rs/harness-sdk-connectors/"), `enter opens ${opened}`);
  press("Escape");
  check(query.value === "" && names().length === 0, "escape does not clear");
  check(!document.getElementById("start").hidden, "the modules are not shown");
  check(document.querySelectorAll("#modules button").length > 20, "modules are missing");
  for (const element of document.querySelectorAll("input, button, a")) {
    const label = element.labels && element.labels.length ? element.labels[0].textContent : element.textContent;
    check(label.trim() !== "", `${element.tagName} without a label`);
  }
  type("zzzzqqqq");
  check(document.getElementById("status").textContent.startsWith("Nothing fits"), "nothing says that nothing fits");
  check(performance.getEntriesByType("resource").length === 0, "the page asked for something");
  const outcome = document.createElement("pre");
  outcome.id = "outcome";
  outcome.textContent = problems.length ? "FAILED\n" + problems.join("\n") : `passed, slowest search ${slowest.toFixed(1)} ms`;
  document.body.replaceChildren(outcome);
})();
