// The network as a graph: a box per neuron, a line per pair of linked neurons. Lines appear, thicken and vanish; boxes
// stay where they are, and one that is new comes beside its neighbours.

import { layered, pairKey } from './layers.js';

const MOST_LABELLED = 40; // lines
const MOST_BENT = 160;
const FADE = 350;
const MOST_ON_RING = 40; // neurons
const DENSE = 3; // pairs per neuron
const FEW_TURNED = 0.1;

export class Graph {
  /** @param {(link: object) => void} onLink is told which link was clicked */
  constructor(box, onLink) {
    this.box = box;
    this.links = new Map(); // id → link
    this.pairs = new Map(); // key → Map of id → link
    this.largest = 0;
    this.cy = cytoscape({
      container: box, style: [], minZoom: 0.08, maxZoom: 2.5,
      autounselectify: true, boxSelectionEnabled: false, textureOnViewport: false,
    });
    this.cy.on('tap', 'edge', (e) => onLink(this.strongest(e.target.id())));
    this.cy.on('dragpan scrollzoom pinchzoom', () => { this.moved = true; }); // by hand: fitting is over
    new ResizeObserver(() => { this.cy.resize(); if (!this.moved) this.fit(); }).observe(box);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.paint());
    this.paint();
  }

  /** The neurons that there always are. */
  begin(network) {
    this.cy.elements().remove();
    this.links.clear();
    this.pairs.clear();
    this.largest = 0;
    this.self = network.self ? network.self.slice(0, network.self.lastIndexOf('.')) : null;
    this.order = network.neurons.map((n) => n.name);
    this.types = new Map(network.neurons.map((n) => [n.name, n.type]));
    this.placed = false;
    this.moved = false;
    this.order.forEach((name) => this.addNode(name, { x: 0, y: 0 }));
  }

  addNode(name, position) {
    const type = this.types.get(name);
    const classes = type === 'external' ? 'input' : name === this.self ? 'self' : '';
    this.cy.add({ group: 'nodes', data: { id: 'n' + name, name, width: Math.max(44, 16 + 7.4 * name.length) }, position, classes });
  }

  /** Takes over what has changed. */
  update(change) {
    this.cy.batch(() => {
      for (const l of change.new) this.add(l);
      for (const [id, w] of change.weights) this.reweigh(id, Number(w));
      for (const id of change.gone) this.remove(id);
    });
    this.thicken();
    if (!this.placed) {
      this.arrange();
      this.placed = true;
    } else if (this.grown && !this.moved) {
      this.fit();
    }
    this.grown = false;
    this.label();
  }

  add(l) {
    const link = { ...l, weight: Number(l.weight) };
    this.links.set(l.id, link);
    const key = pairKey(l.from, l.to);
    if (!this.pairs.has(key)) {
      this.pairs.set(key, new Map());
      this.ensure(l.from, l.to);
      this.ensure(l.to, l.from);
      const old = this.cy.getElementById(key);
      old.stop(true, true).remove();
      const edge = this.cy.add({ group: 'edges', data: { id: key, source: 'n' + l.from, target: 'n' + l.to } });
      if (this.placed) edge.style('opacity', 0).animate({ style: { opacity: 0.85 } }, { duration: FADE });
    }
    this.pairs.get(key).set(l.id, link);
    this.dirty(key);
  }

  /** A neuron that a link has made comes beside the one it is linked to. */
  ensure(name, neighbour) {
    if (this.cy.getElementById('n' + name).nonempty()) return;
    const near = this.cy.getElementById('n' + neighbour);
    const p = near.nonempty() ? near.position() : { x: 0, y: 0 };
    const turn = this.cy.nodes().length * 2.4;
    this.grown = true;
    this.order.push(name);
    this.addNode(name, { x: p.x + 110 * Math.cos(turn), y: p.y + 90 * Math.sin(turn) });
  }

  reweigh(id, w) {
    const link = this.links.get(id);
    link.weight = w;
    this.dirty(pairKey(link.from, link.to));
  }

  remove(id) {
    const link = this.links.get(id);
    const key = pairKey(link.from, link.to);
    this.links.delete(id);
    this.pairs.get(key).delete(id);
    if (this.pairs.get(key).size === 0) {
      this.pairs.delete(key);
      const edge = this.cy.getElementById(key);
      edge.animate({ style: { opacity: 0 } }, { duration: FADE, complete: () => { if (!this.pairs.has(key)) edge.remove(); } });
    } else {
      this.dirty(key);
    }
  }

  dirty(key) {
    (this.changed ??= new Set()).add(key);
  }

  /** Widths are relative to the largest weight, so a new largest one changes all. */
  thicken() {
    let largest = 0;
    for (const l of this.links.values()) if (Number.isFinite(l.weight)) largest = Math.max(largest, Math.abs(l.weight));
    const all = Math.abs(largest - this.largest) > 1e-9 * largest;
    this.largest = largest;
    const keys = all ? this.pairs.keys() : this.changed ?? [];
    this.cy.batch(() => {
      for (const key of keys) {
        const link = this.pairs.has(key) && this.strongest(key);
        if (!link) continue;
        const part = largest ? Math.sqrt(Math.min(1, Math.abs(link.weight) / largest)) || 0 : 0;
        this.cy.getElementById(key).data({ width: 0.8 + 2.8 * part, sign: link.weight < 0 ? -1 : 1 });
      }
    });
    this.changed = new Set();
  }

  strongest(key) {
    let best = null;
    for (const l of this.pairs.get(key)?.values() ?? []) {
      if (!best || Math.abs(l.weight) > Math.abs(best.weight)) best = l;
    }
    return best;
  }

  /** Few lines say which ports they join; many are drawn plainly. */
  label() {
    const few = this.pairs.size <= MOST_LABELLED;
    this.cy.batch(() => {
      for (const [key, links] of this.pairs) {
        const names = [...links.values()].map((l) => `${l.output}${l.path ?? ''} → ${l.input}`);
        const text = !few ? '' : names.length > 2 ? `${names.length} links` : names.join('\n');
        const edge = this.cy.getElementById(key);
        if (edge.data('text') !== text) edge.data('text', text);
      }
    });
    const dense = this.pairs.size > MOST_BENT;
    if (dense !== this.dense) {
      this.dense = dense;
      this.paint();
    }
  }

  /** Places all neurons anew. */
  arrange() {
    const pairs = [...this.pairs.keys()].map((k) => JSON.parse(k)).filter(([a, b]) => a !== b).map(([from, to]) => ({ from, to }));
    const ring = this.order.length <= MOST_ON_RING && pairs.length > DENSE * this.order.length;
    const found = layered(this.order, pairs, ring ? FEW_TURNED : undefined);
    this.cy.edges().removeData('weights distances').removeClass('bent');
    if (found) {
      this.cy.nodes().positions((n) => found.places.get(n.data('name')));
      if (this.pairs.size <= MOST_BENT) found.bends.forEach((points, key) => this.bend(key, points));
    } else if (ring) {
      this.ring();
    } else {
      this.spread();
    }
    this.moved = false;
    this.fit();
  }

  /** Where a few neurons are nearly all linked, in both directions: an ellipse in the proportions of the panel. */
  ring() {
    const n = this.order.length;
    const shape = Math.max(1, this.box.clientWidth / Math.max(1, this.box.clientHeight));
    const r = Math.max(110, 13 * n);
    this.cy.nodes().positions((node, i) => {
      const turn = 2 * Math.PI * i / n - Math.PI / 2;
      return { x: shape * r * Math.cos(turn), y: r * Math.sin(turn) };
    });
  }

  /** Where links lead round in circles, springs decide. They start from a circle, so that they end alike every time. */
  spread() {
    const n = this.order.length;
    const r = 40 * n / Math.PI;
    this.cy.nodes().positions((node, i) => ({ x: r * Math.cos(2 * Math.PI * i / n), y: r * Math.sin(2 * Math.PI * i / n) }));
    this.cy.layout({
      name: 'cose', animate: false, randomize: false, fit: false, padding: 10, nodeDimensionsIncludeLabels: true,
      idealEdgeLength: () => 90, nodeRepulsion: () => 60000, numIter: n > 300 ? 120 : 600,
    }).run();
    this.stretch();
  }

  /** Gives every box room, in the proportions of the panel. */
  stretch() {
    const nodes = this.cy.nodes();
    const b = nodes.boundingBox();
    const area = nodes.reduce((sum, n) => sum + (n.data('width') + 20) * 46, 0) * 1.7;
    const shape = this.box.clientWidth / Math.max(1, this.box.clientHeight);
    const x = Math.sqrt(area * shape) / Math.max(1, b.w);
    const y = Math.sqrt(area / shape) / Math.max(1, b.h);
    nodes.positions((n) => ({ x: n.position('x') * x, y: n.position('y') * y }));
  }

  /** Makes a line pass through points, given as Cytoscape wants them: along the straight line, and beside it. */
  bend(key, points) {
    const edge = this.cy.getElementById(key);
    if (edge.empty()) return;
    const a = edge.source().position();
    const b = edge.target().position();
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const length = Math.hypot(dx, dy) || 1;
    const along = (p) => ((p.x - a.x) * dx + (p.y - a.y) * dy) / (length * length);
    const beside = (p) => ((p.y - a.y) * dx - (p.x - a.x) * dy) / length;
    edge.data({ weights: points.map((p) => along(p).toFixed(4)).join(' '), distances: points.map((p) => beside(p).toFixed(1)).join(' ') });
    edge.addClass('bent');
  }

  fit() {
    this.cy.fit(undefined, 26);
    if (this.cy.zoom() > 1.35) { this.cy.zoom(1.35); this.cy.center(); }
  }

  /** The colours are those of the style sheet. */
  paint() {
    const css = getComputedStyle(document.documentElement);
    const c = (name) => css.getPropertyValue('--' + name).trim();
    this.cy.style([
      { selector: 'node', style: {
        shape: 'round-rectangle', width: 'data(width)', height: 26, label: 'data(name)', 'font-size': 12,
        'font-family': 'system-ui, sans-serif', 'text-valign': 'center', 'text-halign': 'center', color: c('text'),
        'background-color': c('node'), 'border-width': 1.2, 'border-color': c('node-line'), 'min-zoomed-font-size': 5 } },
      { selector: 'node.input', style: { 'background-color': c('node-input'), 'border-color': c('node-input-line') } },
      { selector: 'node.self', style: { 'background-color': c('node-self'), 'border-color': c('node-self-line') } },
      { selector: 'edge', style: {
        width: 'data(width)', 'line-color': c('positive'), 'target-arrow-color': c('positive'), opacity: this.dense ? 0.55 : 0.85,
        'curve-style': this.dense ? 'straight' : 'bezier', 'target-arrow-shape': 'triangle', 'arrow-scale': 0.8,
        'control-point-step-size': 34, 'loop-direction': '-45deg', 'loop-sweep': '-60deg',
        label: 'data(text)', 'text-wrap': 'wrap', 'font-size': 9, 'min-zoomed-font-size': 6.5, color: c('quiet'),
        'font-family': 'system-ui, sans-serif', 'text-rotation': 'autorotate', 'text-margin-y': -8, 'text-outline-color': c('panel'), 'text-outline-width': 2,
        'text-outline-opacity': 0.9 } },
      { selector: 'edge:loop', style: { 'text-rotation': 'none', 'text-margin-y': -9 } },
      { selector: 'edge[!width]', style: { width: 1 } },
      { selector: 'edge[!text]', style: { label: '' } },
      { selector: 'edge[sign < 0]', style: { 'line-color': c('negative'), 'target-arrow-color': c('negative') } },
      { selector: 'edge.bent', style: {
        'curve-style': 'round-segments', 'segment-weights': 'data(weights)', 'segment-distances': 'data(distances)',
        'segment-radii': 24, 'edge-distances': 'node-position' } },
      { selector: 'edge:active, node:active', style: { 'overlay-opacity': 0.08 } },
    ]);
  }
}
