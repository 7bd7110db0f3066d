"use strict";
(function () {
  const MOST = 20;
  const data = JSON.parse(document.getElementById("data").textContent);
  const find = ranking(data);
  const query = document.getElementById("query"), results = document.getElementById("results");
  const start = document.getElementById("start"), status = document.getElementById("status");
  const total = data.operations.length.toLocaleString("en");

  function make(name, className, text) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }
  function link(url, text, className) {
    const element = make("a", className, text);
    element.href = url;
    element.rel = "noopener noreferrer";
    return element;
  }
  function rustdoc(module, name) {
    const plain = name.replace(/^r#/, ""), library = module.package.replace(/-/g, "_");
    return `https://docs.rs/${module.package}/latest/${library}/struct.Client.html#method.${plain}`;
  }
  function snippet(module, name, needs, paged) {
    const steps = [`${name}()`, ...needs.map((setter) => `${setter}(..)`), ...(paged ? ["items();"] : ["send()", "await?;"])];
    const call = `${paged ? "let mut items" : "let response"} = client.${module.accessor}()`;
    const line = [call, ...steps].join(".");
    return line.length <= 100 ? line : [call, ...steps].join("\n    .");
  }
  function item(operation) {
    const [number, name, id, former, summary, method, path, tag, needs, paged, deprecated, docs] = operation;
    const module = data.modules[number], li = make("li");
    const title = make("p");
    title.append(link(rustdoc(module, name), `${module.accessor}().${name}`, "name"));
    if (deprecated) title.append(" ", make("span", "old", "deprecated"));
    const sent = make("p", "soft");
    sent.append(make("span", `verb ${method}`, method), " ", make("code", "", path));
    const required = (needs.length ? `Required: ${needs.join(", ")}.` : "Nothing is required beside the scope.") + (paged ? " Comes in pages." : "");
    const where = make("p", "soft", `${module.title}, ${tag} · operationId ${id}${former ? ` · formerly ${former}` : ""}`);
    const code = make("pre");
    code.append(make("code", "", `${snippet(module, name, needs, paged)}`));
    const add = make("p", "soft", "Cargo.toml: ");
    add.append(make("code", "", module.dependency));
    if (docs) add.append(" · ", link(docs, "API documentation"));
    li.append(title, make("p", "", summary), sent, where, make("p", "", required), code, add);
    return li;
  }
  function show() {
    const text = query.value.trim();
    start.hidden = text !== "";
    if (text === "") {
      results.replaceChildren();
      status.textContent = `${total} operations in ${data.modules.length} modules.`;
      return;
    }
    const { count, hits } = find(text, MOST);
    results.replaceChildren(...hits.map(item));
    const shown = count > MOST ? `The best ${MOST} of ${count.toLocaleString("en")}` : `${count}`;
    status.textContent = count ? `${shown} of ${total} operations fit.` : `Nothing fits “${text}”. Try fewer or other words.`;
  }
  function links() {
    return [...results.querySelectorAll("a.name")];
  }
  function move(by) {
    const all = links(), at = all.indexOf(document.activeElement) + by;
    if (at < 0) query.focus();
    else if (all[at]) all[at].focus();
  }
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const isInQuery = document.activeElement === query;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape") { query.value = ""; show(); query.focus(); }
    else if (event.key === "/" && !isInQuery) { query.focus(); query.select(); }
    else if (event.key === "Enter" && isInQuery) { if (links()[0]) links()[0].click(); }
    else return;
    event.preventDefault();
  });
  document.getElementById("form").addEventListener("submit", (event) => event.preventDefault());
  query.addEventListener("input", show);
  const modules = document.getElementById("modules");
  for (const module of data.modules) {
    const entry = make("li"), button = make("button", "", module.title + " ");
    button.type = "button";
    button.append(make("span", "", `${module.name} · ${module.count}`));
    button.addEventListener("click", () => { query.value = module.title; show(); query.focus(); });
    entry.append(button);
    modules.append(entry);
  }
  // `#words` is a link to a search.
  try { query.value = decodeURIComponent(location.hash.slice(1)); } catch { query.value = ""; }
  show();
})();
