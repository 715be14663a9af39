// Values of chosen ports over time: a chart per port, a line per path of its tree.

const KEPT = 600; // points of a chart
const MOST = 8; // lines of a chart
const HUES = [217, 25, 145, 285, 350, 185, 55, 320];

export class Values {
  /** @param {(ports: string[]) => void} onWatch is told which ports to watch */
  constructor(box, input, list, onWatch) {
    this.box = box;
    this.onWatch = onWatch;
    this.charts = new Map();
    this.list = list;
    input.addEventListener('change', () => {
      const port = input.value.trim();
      input.value = '';
      input.blur();
      if (port && !this.charts.has(port)) this.onWatch([...this.charts.keys(), port]);
    });
    new ResizeObserver(() => this.charts.forEach((c) => c.draw())).observe(box);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.charts.forEach((c) => c.draw()));
  }

  begin(network, watched) {
    const ports = network.neurons.flatMap((n) => n.outputs.map((p) => text(n.name, p)));
    const options = [...new Set([...network.probes, ...ports])].map((p) => {
      const option = document.createElement('option');
      option.value = p;
      return option;
    });
    this.list.replaceChildren(...options);
    this.show(watched);
  }

  /** Shows these ports and no others; charts that stay keep their lines. */
  show(ports) {
    for (const [port, chart] of this.charts) {
      if (!ports.includes(port)) {
        chart.box.remove();
        this.charts.delete(port);
      }
    }
    for (const port of ports) {
      if (!this.charts.has(port)) {
        const chart = new Chart(port, () => this.onWatch([...this.charts.keys()].filter((p) => p !== port)));
        this.charts.set(port, chart);
        this.box.append(chart.box);
      }
    }
    this.none ??= Object.assign(document.createElement('p'), { className: 'quiet none', textContent: 'No port is watched.' });
    if (ports.length) this.none.remove();
    else this.box.append(this.none);
  }

  update(cycle, values) {
    for (const [port, value] of Object.entries(values)) this.charts.get(port)?.add(cycle, value);
  }
}

function text(neuron, port) {
  return /[./]/.test(neuron + port) ? '/' + [neuron, port].map((s) => s.replace(/~/g, '~0').replace(/\//g, '~1')).join('/') : `${neuron}.${port}`;
}

class Chart {
  constructor(port, onClose) {
    this.points = []; // {cycle, numbers: Map of path → number}
    this.lines = new Map(); // path → hue index
    this.box = Object.assign(document.createElement('div'), { className: 'chart' });
    const title = document.createElement('h3');
    const close = Object.assign(document.createElement('button'), { type: 'button', textContent: '×', title: 'watch it no longer' });
    close.setAttribute('aria-label', `watch ${port} no longer`);
    close.addEventListener('click', onClose);
    title.append(port, close);
    this.canvas = document.createElement('canvas');
    this.key = Object.assign(document.createElement('div'), { className: 'key' });
    this.box.append(title, this.canvas, this.key);
  }

  add(cycle, value) {
    const numbers = new Map();
    flatten(value.tree, '', numbers);
    const last = this.points[this.points.length - 1];
    if (last && cycle <= last.cycle) this.points.pop();
    if (last && cycle < last.cycle) this.points.length = 0;
    this.points.push({ cycle, numbers });
    if (this.points.length > KEPT) this.points.shift();
    this.choose(numbers);
    this.more = value.size - [...numbers.keys()].filter((p) => this.lines.has(p)).length;
    this.draw();
    this.say(numbers);
  }

  /** A path keeps its colour as long as it is shown; new ones take the place of those that are no more. */
  choose(numbers) {
    for (const path of numbers.keys()) {
      if (this.lines.has(path)) continue;
      if (this.lines.size >= MOST) {
        const idle = [...this.lines.keys()].find((p) => !numbers.has(p));
        if (idle === undefined) break;
        const hue = this.lines.get(idle);
        this.lines.delete(idle);
        this.lines.set(path, hue);
      } else {
        this.lines.set(path, this.lines.size);
      }
    }
  }

  colour(index) {
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    return `hsl(${HUES[index]} ${dark ? '75% 68%' : '65% 45%'})`;
  }

  say(numbers) {
    const parts = [...this.lines].map(([path, index]) => {
      const item = document.createElement('span');
      const mark = document.createElement('i');
      mark.style.background = this.colour(index);
      item.append(mark, `${path.replaceAll(' ', '␣') || 'number'} ${short(numbers.get(path) ?? 0)}`);
      return item;
    });
    if (this.more > 0) parts.push(`and ${this.more} more`);
    if (!parts.length) parts.push(Object.assign(document.createElement('span'), { className: 'quiet', textContent: 'nothing yet' }));
    this.key.replaceChildren(...parts);
  }

  draw() {
    const css = getComputedStyle(document.documentElement);
    const colour = (name) => css.getPropertyValue('--' + name).trim();
    const w = this.canvas.clientWidth;
    const h = this.canvas.clientHeight;
    if (!w || !h) return;
    const dots = devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(w * dots) || this.canvas.height !== Math.round(h * dots)) {
      this.canvas.width = Math.round(w * dots);
      this.canvas.height = Math.round(h * dots);
    }
    const context = this.canvas.getContext('2d');
    context.setTransform(dots, 0, 0, dots, 0, 0);
    context.clearRect(0, 0, w, h);
    const frame = this.frame(w, h);
    this.drawAxes(context, frame, colour);
    for (const [path, index] of this.lines) {
      context.strokeStyle = this.colour(index);
      context.lineWidth = 1.6;
      context.beginPath();
      let before = null; // y of the point before, if its number is finite
      for (const p of this.points) {
        const number = p.numbers.get(path) ?? 0;
        const x = frame.x(p.cycle);
        const y = Number.isFinite(number) ? frame.y(number) : null;
        if (before !== null) context.lineTo(x, before); // a value lasts until the next is known
        if (y !== null) {
          if (before === null) context.moveTo(x, y);
          else context.lineTo(x, y);
        }
        before = y;
      }
      context.stroke();
    }
  }

  frame(w, h) {
    let low = 0;
    let high = 0;
    for (const p of this.points) {
      for (const [path, x] of p.numbers) {
        if (this.lines.has(path) && Number.isFinite(x)) { low = Math.min(low, x); high = Math.max(high, x); }
      }
    }
    const top = nice(high);
    const bottom = -nice(-low);
    const first = this.points[0]?.cycle ?? 0;
    const last = Math.max(first + 1, this.points[this.points.length - 1]?.cycle ?? 1);
    const range = top - bottom || 1;
    return {
      w, h, top: top || (bottom ? 0 : 1), bottom, first, last,
      x: (c) => 36 + (w - 44) * (c - first) / (last - first),
      y: (v) => 6 + (h - 26) * (1 - (v - bottom) / range),
    };
  }

  drawAxes(context, f, colour) {
    context.strokeStyle = colour('line');
    context.fillStyle = colour('quiet');
    context.lineWidth = 1;
    context.font = '10.5px system-ui, sans-serif';
    context.textBaseline = 'middle';
    const said = [];
    for (const v of new Set([f.top, f.bottom, 0])) {
      context.beginPath();
      context.moveTo(36, f.y(v));
      context.lineTo(f.w - 8, f.y(v));
      context.stroke();
      if (said.some((y) => Math.abs(y - f.y(v)) < 12)) continue;
      said.push(f.y(v));
      context.textAlign = 'right';
      context.fillText(short(v), 31, f.y(v));
    }
    context.textBaseline = 'alphabetic';
    context.textAlign = 'left';
    context.fillText(String(f.first), 36, f.h - 4);
    context.textAlign = 'right';
    context.fillText(String(f.last), f.w - 8, f.h - 4);
  }
}

/** The numbers of a V-value by path. */
function flatten(tree, path, into) {
  if (typeof tree !== 'object') { // a number, or a text such as "NaN" where it is not finite
    into.set(path, Number(tree));
    return;
  }
  for (const [label, child] of Object.entries(tree)) {
    flatten(child, label === ':number' ? path : path + '/' + label, into);
  }
}

/** The least of 1, 2, 5, 10, … that is not less. */
function nice(x) {
  if (x <= 0) return 0;
  const ten = 10 ** Math.floor(Math.log10(x));
  return [1, 2, 5, 10].find((f) => f * ten >= x * 0.999999) * ten;
}

function short(x) {
  return Number.isInteger(x) && Math.abs(x) < 1e6 ? String(x) : Number(x.toPrecision(4)).toString();
}
