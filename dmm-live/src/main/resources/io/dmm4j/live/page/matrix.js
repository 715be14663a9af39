// The matrix as a picture: a square per weight, the row being the input it leads to, the column the output it comes from.
// The stronger the colour, the larger the magnitude (its square root against the largest). Rows and columns keep their
// places; those of links that are gone stay.

const LARGEST = 24;
const SMALLEST = 2;
const LEGIBLE = 11;
const LONGEST = 26;
const LEAN = Math.PI / 3; // of the names of columns

export class Matrix {
  /** @param {(link: object) => void} onLink is told which link was clicked */
  constructor(canvas, scroll, onLink) {
    this.canvas = canvas;
    this.scroll = scroll;
    this.links = new Map();
    new ResizeObserver(() => this.draw()).observe(scroll);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
    canvas.addEventListener('mousemove', (e) => this.point(e));
    canvas.addEventListener('click', (e) => { const l = this.find(e); if (l) onLink(l); });
  }

  begin(network) {
    this.links.clear();
    this.rank = { row: new Map(), column: new Map() };
    for (const n of network.neurons) {
      n.inputs.forEach((p) => this.rank.row.set(`${n.name}.${p}`, this.rank.row.size));
      n.outputs.forEach((p) => this.rank.column.set(`${n.name}.${p}`, this.rank.column.size));
    }
    this.rows = [];
    this.columns = [];
    this.draw();
  }

  update(change) {
    let more = false;
    for (const l of change.new) {
      const link = { ...l, weight: Number(l.weight), row: `${l.to}.${l.input}`, column: `${l.from}.${l.output}` };
      this.links.set(l.id, link);
      more = this.line('row', this.rows, link.row) || more;
      more = this.line('column', this.columns, link.column) || more;
    }
    for (const [id, w] of change.weights) this.links.get(id).weight = Number(w);
    for (const id of change.gone) this.links.delete(id);
    if (more) {
      this.sort('row', this.rows);
      this.sort('column', this.columns);
    }
    this.draw();
  }

  line(kind, lines, name) {
    if (lines.includes(name)) return false;
    if (!this.rank[kind].has(name)) this.rank[kind].set(name, this.rank[kind].size);
    lines.push(name);
    return true;
  }

  sort(kind, lines) {
    lines.sort((a, b) => this.rank[kind].get(a) - this.rank[kind].get(b));
  }

  measure(context) {
    const w = this.scroll.clientWidth - 24;
    const h = this.scroll.clientHeight - 10;
    context.font = '11px system-ui, sans-serif';
    const wide = (names) => Math.max(0, ...names.map((n) => context.measureText(short(n)).width));
    const left = Math.min(0.4 * w, wide(this.rows) + 8);
    const top = Math.min(0.45 * h, Math.sin(LEAN) * wide(this.columns) + 14);
    const right = top / Math.tan(LEAN); // names of columns lean to the right
    const size = (cell) => Math.max(SMALLEST, Math.min(LARGEST, Math.floor(cell)));
    const named = size(Math.min((w - left - right) / this.columns.length, (h - top) / this.rows.length));
    if (named >= LEGIBLE) return { cell: named, left, top, right };
    const bare = size(Math.min((w - 2) / this.columns.length, (h - 2) / this.rows.length));
    return bare >= LEGIBLE ? { cell: LEGIBLE, left, top, right } : { cell: bare, left: 1, top: 1, right: 1 };
  }

  draw() {
    if (!this.rows) return;
    const css = getComputedStyle(document.documentElement);
    const colour = (name) => css.getPropertyValue('--' + name).trim();
    const context = this.canvas.getContext('2d');
    const m = this.measure(context);
    this.measured = m;
    const width = m.left + m.cell * this.columns.length + m.right;
    const height = m.top + m.cell * this.rows.length + 2;
    const dots = devicePixelRatio || 1;
    this.canvas.width = Math.ceil(width * dots);
    this.canvas.height = Math.ceil(height * dots);
    this.canvas.style.width = width + 'px';
    this.canvas.style.height = height + 'px';
    context.scale(dots, dots);
    context.fillStyle = colour('ground');
    context.fillRect(m.left, m.top, m.cell * this.columns.length, m.cell * this.rows.length);
    this.drawNames(context, m, colour);
    this.drawSquares(context, m, colour);
  }

  drawNames(context, m, colour) {
    if (m.cell < LEGIBLE) return;
    context.strokeStyle = colour('line');
    context.lineWidth = 0.5;
    context.beginPath();
    for (let i = 0; i <= this.rows.length; i++) {
      context.moveTo(m.left, m.top + i * m.cell);
      context.lineTo(m.left + m.cell * this.columns.length, m.top + i * m.cell);
    }
    for (let i = 0; i <= this.columns.length; i++) {
      context.moveTo(m.left + i * m.cell, m.top);
      context.lineTo(m.left + i * m.cell, m.top + m.cell * this.rows.length);
    }
    context.stroke();
    context.fillStyle = colour('quiet');
    context.font = '11px system-ui, sans-serif';
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    this.rows.forEach((n, i) => context.fillText(short(n), m.left - 5, m.top + (i + 0.5) * m.cell, m.left - 6));
    context.textAlign = 'left';
    context.font = `${Math.min(11, m.cell - 1)}px system-ui, sans-serif`;
    this.columns.forEach((n, i) => {
      context.save();
      context.translate(m.left + (i + 0.5) * m.cell, m.top - 5);
      context.rotate(-LEAN);
      context.fillText(short(n), 0, 0);
      context.restore();
    });
  }

  drawSquares(context, m, colour) {
    const row = new Map(this.rows.map((n, i) => [n, i]));
    const column = new Map(this.columns.map((n, i) => [n, i]));
    let largest = 0;
    for (const l of this.links.values()) if (Number.isFinite(l.weight)) largest = Math.max(largest, Math.abs(l.weight));
    const gap = m.cell > 5 ? 1 : 0;
    const positive = colour('positive');
    const negative = colour('negative');
    this.at = new Map();
    for (const l of this.links.values()) {
      const r = row.get(l.row);
      const c = column.get(l.column);
      this.at.set(r * this.columns.length + c, l);
      context.globalAlpha = 0.15 + 0.85 * (largest ? Math.sqrt(Math.min(1, Math.abs(l.weight) / largest)) || 0 : 0);
      context.fillStyle = l.weight < 0 ? negative : positive;
      context.fillRect(m.left + c * m.cell + gap / 2, m.top + r * m.cell + gap / 2, m.cell - gap, m.cell - gap);
    }
    context.globalAlpha = 1;
  }

  find(e) {
    const m = this.measured;
    const c = Math.floor((e.offsetX - m.left) / m.cell);
    const r = Math.floor((e.offsetY - m.top) / m.cell);
    if (c < 0 || r < 0 || c >= this.columns.length || r >= this.rows.length) return null;
    return this.at.get(r * this.columns.length + c) ?? { ...this.ends(r, c), weight: 0 };
  }

  ends(r, c) {
    const split = (name) => [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
    const [to, input] = split(this.rows[r]);
    const [from, output] = split(this.columns[c]);
    return { to, input, from, output };
  }

  point(e) {
    const l = this.find(e);
    const text = l ? `${l.to}.${l.input} ← ${l.from}.${l.output}${l.path ?? ''}: ${l.weight}` : '';
    if (this.canvas.title !== text) this.canvas.title = text;
    this.canvas.style.cursor = l ? 'pointer' : '';
  }
}

function short(name) {
  return name.length <= LONGEST ? name : name.slice(0, LONGEST - 1) + '…';
}
