"use strict";
// The ranking of harness-sdk-find (its rank.rs and words.rs), over words that were cut there.
function ranking(data) {
  const vocabulary = data.vocabulary, known = new Set(vocabulary);
  const synonyms = new Map(Object.entries(data.synonyms).map(([word, meant]) => [word, new Set(meant)]));
  const rows = data.operations.map((o) => ({
    operation: o, module: data.modules[o[0]].name, path: o[6].toLowerCase(), words: o[12],
    whole: [o[6], o[1], o[2], o[3]].filter((text) => text).map((text) => text.toLowerCase()),
  }));

  function singular(word) {
    if (word.endsWith("ies")) return word.length > 4 ? word.slice(0, -3) + "y" : word;
    return word.length > 3 && word.endsWith("s") && !/(ss|us|is)$/.test(word) ? word.slice(0, -1) : word;
  }
  function words(text) {
    const split = text.replace(/[^A-Za-z0-9]/g, " ").replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/([A-Z])([A-Z][a-z])/g, "$1 $2");
    return split.toLowerCase().split(" ").filter((word) => word).map(singular);
  }
  // Optimal string alignment.
  function distance(a, b) {
    let two = [], one = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        const same = a[i - 1] === b[j - 1];
        row[j] = Math.min(one[j] + 1, row[j - 1] + 1, one[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && !same && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], two[j - 2] + 1);
      }
      two = one; one = row;
    }
    return one[b.length];
  }
  function likeness(asked, word, isKnown) {
    if (asked === word) return 1;
    const [short, long] = asked.length < word.length ? [asked, word] : [word, asked];
    if (short.length >= 3 && long.startsWith(short) && long.length <= short.length * 4) return 0.6 + (0.3 * short.length) / long.length;
    if (asked.length >= 5 && word.length > asked.length && word.includes(asked)) return 0.5;
    const allowed = asked.length < 4 ? 0 : asked.length < 8 ? 1 : 2;
    if (!isKnown && Math.abs(asked.length - word.length) <= allowed && word.length >= 4) {
      const far = distance(asked, word);
      if (far <= allowed) return 0.85 - 0.15 * far;
    }
    return 0;
  }
  function weighed(word) {
    const meant = synonyms.get(word), isKnown = known.has(word) || meant !== undefined;
    const fits = vocabulary.map((other) => {
      const alike = likeness(word, other, isKnown);
      return meant && meant.has(other) ? Math.max(alike, data.synonym) : alike;
    });
    const having = rows.filter((row) => row.words.some((place) => place.some((number) => fits[number] > 0))).length;
    return { fits, rarity: Math.log(1 + rows.length / (1 + having)) };
  }
  const cache = new Map();
  function asked(query) {
    const all = words(query), telling = all.filter((word) => !data.fillers.includes(word));
    const distinct = [...new Set(telling.length ? telling : all)].sort();
    return distinct.map((word) => {
      if (!cache.has(word)) cache.set(word, weighed(word));
      return cache.get(word);
    });
  }
  function covered(numbers, all) {
    let sum = 0;
    for (const number of numbers) sum += all.reduce((most, word) => Math.max(most, word.fits[number]), 0);
    return numbers.length ? sum / numbers.length : 0;
  }
  function best(row, word) {
    let most = 0;
    row.words.forEach((numbers, place) => {
      for (const number of numbers) most = Math.max(most, data.places[place] * word.fits[number]);
    });
    return most;
  }
  function score(row, all, whole) {
    if (row.whole.includes(whole)) return 2;
    let total = 0, met = 0;
    for (const word of all) { total += word.rarity; met += word.rarity * best(row, word); }
    const share = total > 0 ? met / total : 0, isPart = whole.startsWith("/") && row.path.startsWith(whole);
    if (share < data.least && !isPart) return null;
    const plain = 0.25 * covered(row.words[0], all) + 0.15 * covered(row.words[1], all);
    return share + plain - (row.operation[10] ? 0.2 : 0) + (isPart ? 1 : 0);
  }
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  return function find(query, limit) {
    const all = asked(query), whole = query.trim().toLowerCase(), hits = [];
    for (const row of rows) {
      const found = score(row, all, whole);
      if (found !== null) hits.push({ row, score: found });
    }
    hits.sort((a, b) => b.score - a.score || a.row.path.length - b.row.path.length || order(a.row.module, b.row.module) || order(a.row.operation[1], b.row.operation[1]));
    return { count: hits.length, hits: hits.slice(0, limit).map((hit) => hit.row.operation) };
  };
}
