// The edit box: a V-value for an input, or one that is added to the matrix.

const KEPT = 60; // lines of the log

export class Editor {
  /** @param {(message: object) => Promise<number>} send gives the cycle after which it was done */
  constructor(form, log, send) {
    this.target = form.querySelector('#target');
    this.text = form.querySelector('#text');
    this.hint = form.querySelector('#edit-hint');
    this.log = log;
    this.send = send;
    this.texts = new Map(); // per target, what stands in the box
    this.target.addEventListener('change', () => this.choose());
    form.addEventListener('submit', (e) => { e.preventDefault(); this.submit(); });
    this.text.addEventListener('keydown', (e) => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) this.submit(); });
  }

  begin(network) {
    this.network = network;
    this.types = new Map(network.neurons.map((n) => [n.name, n.type]));
    const option = (value, text) => Object.assign(document.createElement('option'), { value, textContent: text });
    this.target.replaceChildren(option('', 'add to the matrix'), ...network.inputs.map((p) => option(p, `feed ${p}`)));
    this.texts.clear();
    this.choose();
  }

  choose() {
    const port = this.target.value;
    this.text.value = this.texts.get(port) ?? (port ? '{"a": 1}' : '');
    this.hint.textContent = port ? 'a V-value, fed in the next cycle (Ctrl+Enter sends)'
      : `${this.network.rank === 6 ? 'toType / to / input / fromType / from / output' : 'to / input / from / output'} → number that is added`;
    this.text.placeholder = port ? '' : 'click a link, or write {"to": {"input": {"from": {"output": 0.5}}}}';
  }

  /** Offers to take a link away, or to set one where there is none. */
  propose(link) {
    this.target.value = '';
    this.choose();
    const path = this.network.rank === 6
      ? [this.type(link.to), link.to, link.input, this.type(link.from), link.from, link.output]
      : [link.to, link.input, link.from, link.output];
    path.push(...(link.path ?? '').split('/').slice(1).map((s) => s.replace(/~1/g, '/').replace(/~0/g, '~')));
    const tree = path.reduceRight((below, label) => ({ [label]: below }), Number.isFinite(link.weight) && link.weight ? -link.weight : 1);
    this.text.value = JSON.stringify(tree).replace(/([:,])/g, '$1 ');
    this.text.focus();
  }

  type(neuron) {
    return this.types.get(neuron) ?? 'TYPE'; // a neuron that the matrix made
  }

  async submit() {
    const port = this.target.value;
    this.texts.set(port, this.text.value);
    let value;
    try {
      value = JSON.parse(this.text.value);
    } catch (e) {
      this.say(`not JSON: ${e.message}`, true);
      return;
    }
    if (tooLarge(value)) {
      this.say(`expected numbers of at most ${Number.MAX_VALUE} in magnitude`, true);
      return;
    }
    const what = port ? `feed ${port}` : 'edit';
    try {
      const cycle = await this.send(port ? { type: 'feed', port, value } : { type: 'edit', add: value });
      this.say(`${what} ${JSON.stringify(value)}`, false, cycle);
    } catch (e) {
      this.say(e.message, true);
    }
  }

  say(text, wrong = false, cycle = null) {
    const line = document.createElement('li');
    line.className = wrong ? 'wrong' : '';
    if (cycle !== null) {
      const at = document.createElement('b');
      at.textContent = `${cycle} `;
      line.append(at);
    }
    line.append(text.length > 300 ? text.slice(0, 300) + '…' : text);
    this.log.prepend(line);
    while (this.log.childElementCount > KEPT) this.log.lastElementChild.remove();
  }
}

/** Whether a number was read as an infinity, which could not be sent. */
function tooLarge(value) {
  return typeof value === 'number' ? !Number.isFinite(value)
    : value !== null && typeof value === 'object' && Object.values(value).some(tooLarge);
}
