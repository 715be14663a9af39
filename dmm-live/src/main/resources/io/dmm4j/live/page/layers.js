// Places neurons in layers from left to right, so that most links lead to the right (Sugiyama, Tagawa, Toda 1981):
// links that close a loop are turned round for counting, layers are longest paths, and the order within a layer is
// that of the mean place of the neighbours. Where too many links close loops there is no left and right: then null.

const WIDTH = 170;
const HEIGHT = 58;
const SWEEPS = 12;
const MOST_TURNED = 0.3;
const MOST_ROUTED = 160; // pairs; with more, long lines just cross what lies between

/**
 * @param {string[]} names neurons in the order of the network
 * @param {{from: string, to: string}[]} pairs linked neurons, each pair once, no loops
 * @param {number} mostTurned the largest part of the pairs that may close loops
 * @returns {{places: Map<string, {x: number, y: number}>, bends: Map<string, {x: number, y: number}[]>} | null}
 *     bends are points that the line of a pair, called "from>to" with the names as JSON, goes through
 */
export function layered(names, pairs, mostTurned = MOST_TURNED) {
  const turned = loopClosing(names, pairs);
  if (pairs.length > 12 && turned.size > mostTurned * pairs.length) {
    return null;
  }
  const forward = pairs.map((p) => (turned.has(p) ? { from: p.to, to: p.from, pair: p } : { ...p, pair: p }));
  const layer = longestPaths(names, forward);
  const rows = fill(names, forward, layer, pairs.length <= MOST_ROUTED);
  order(rows);
  return place(rows, forward, layer);
}

export const pairKey = (from, to) => JSON.stringify([from, to]);

/** Links back to a neuron that depth-first search is still below. */
function loopClosing(names, pairs) {
  const out = new Map(names.map((n) => [n, []]));
  const into = new Map(names.map((n) => [n, 0]));
  pairs.forEach((p) => { out.get(p.from).push(p); into.set(p.to, into.get(p.to) + 1); });
  const state = new Map();
  const turned = new Set();
  const starts = [...names].sort((a, b) => Math.sign(into.get(a)) - Math.sign(into.get(b)));
  for (const start of starts) {
    if (state.has(start)) continue;
    const stack = [{ name: start, next: 0 }];
    state.set(start, 'open');
    while (stack.length) {
      const top = stack[stack.length - 1];
      const p = out.get(top.name)[top.next++];
      if (!p) {
        state.set(top.name, 'done');
        stack.pop();
      } else if (state.get(p.to) === 'open') {
        turned.add(p);
      } else if (!state.has(p.to)) {
        state.set(p.to, 'open');
        stack.push({ name: p.to, next: 0 });
      }
    }
  }
  return turned;
}

function longestPaths(names, forward) {
  const layer = new Map(names.map((n) => [n, 0]));
  const waiting = new Map(names.map((n) => [n, 0]));
  const out = new Map(names.map((n) => [n, []]));
  forward.forEach((p) => { waiting.set(p.to, waiting.get(p.to) + 1); out.get(p.from).push(p.to); });
  const ready = names.filter((n) => waiting.get(n) === 0);
  const sources = [...ready];
  for (let i = 0; i < ready.length; i++) {
    for (const to of out.get(ready[i])) {
      layer.set(to, Math.max(layer.get(to), layer.get(ready[i]) + 1));
      waiting.set(to, waiting.get(to) - 1);
      if (waiting.get(to) === 0) ready.push(to);
    }
  }
  for (const s of sources) { // close to what they lead to
    if (out.get(s).length) layer.set(s, Math.max(0, Math.min(...out.get(s).map((to) => layer.get(to))) - 1));
  }
  return layer;
}

/** Rows of cells: neurons, and, where links are routed, a cell in every layer that a long link passes. */
function fill(names, forward, layer, routed) {
  const rows = [];
  const cell = (l, name) => {
    while (rows.length <= l) rows.push([]);
    const c = { name, layer: l, left: [], right: [], at: rows[l].length };
    rows[l].push(c);
    return c;
  };
  const cells = new Map();
  const linked = new Set(forward.flatMap((p) => [p.from, p.to]));
  names.filter((n) => linked.has(n)).forEach((n) => cells.set(n, cell(layer.get(n), n)));
  for (const p of forward) {
    let last = cells.get(p.from);
    p.cells = [];
    for (let l = layer.get(p.from) + 1; routed && l < layer.get(p.to); l++) {
      const c = cell(l, null);
      join(last, c);
      p.cells.push(c);
      last = c;
    }
    join(last, cells.get(p.to));
  }
  rows.alone = names.filter((n) => !linked.has(n));
  return rows;
}

function join(a, b) {
  a.right.push(b);
  b.left.push(a);
}

function order(rows) {
  const mean = (c, side) => (c[side].length ? c[side].reduce((s, o) => s + o.at / rows[o.layer].length, 0) / c[side].length
      : c.at / rows[c.layer].length);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const side = sweep % 2 ? 'right' : 'left';
    const pass = sweep % 2 ? [...rows].reverse() : rows;
    for (const row of pass) {
      const key = new Map(row.map((c) => [c, mean(c, side)]));
      row.sort((a, b) => key.get(a) - key.get(b));
      row.forEach((c, i) => { c.at = i; });
    }
  }
}

function place(rows, forward, layer) {
  const places = new Map();
  const bends = new Map();
  const tall = Math.max(1, ...rows.map((r) => r.length));
  const point = (c) => ({ x: c.layer * WIDTH, y: (c.at - (rows[c.layer].length - 1) / 2) * HEIGHT });
  rows.forEach((row) => row.forEach((c) => c.name !== null && places.set(c.name, point(c))));
  for (const p of forward) {
    if (p.cells.length) {
      const points = p.cells.map(point);
      bends.set(pairKey(p.pair.from, p.pair.to), p.pair.from === p.from ? points : points.reverse());
    }
  }
  const perRow = Math.max(6, rows.length);
  rows.alone.forEach((n, i) => places.set(n, {
    x: (i % perRow) * WIDTH,
    y: (tall / 2 + 0.8 + Math.floor(i / perRow)) * HEIGHT,
  }));
  return { places, bends };
}
