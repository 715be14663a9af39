// Joins the parts of the page to the WebSocket. docs/live-protocol.md says what the messages are.

import { Graph } from './graph.js';
import { Matrix } from './matrix.js';
import { Values } from './values.js';
import { Editor } from './editor.js';

const $ = (id) => document.getElementById(id);
const RETRY = 1500;
const SLOWEST = 0.5;
const FASTEST = 5000;

let socket = null;
let nextId = 1;
let paused = false;
let watched = [];
let dragging = false;
const waiting = new Map(); // id → {resolve, reject}

const editor = new Editor($('editor'), $('log'), ask);
const graph = new Graph($('graph'), (link) => link && editor.propose(link));
const matrix = new Matrix($('matrix'), $('matrix-scroll'), (link) => editor.propose(link));
const values = new Values($('values'), $('watch'), $('watchable'), (ports) => ask({ type: 'watch', ports })
  .then(() => { watched = ports; values.show(ports); }).catch(complain));

/** Sends a request; gives the cycle after which it was done. */
function ask(message) {
  return new Promise((resolve, reject) => {
    if (!socket || socket.readyState !== WebSocket.OPEN) {
      reject(new Error('not connected'));
      return;
    }
    const id = nextId++;
    waiting.set(id, { resolve, reject });
    socket.send(JSON.stringify({ ...message, id }));
  });
}

function complain(e) {
  editor.say(e.message, true);
}

function connect() {
  socket = new WebSocket(new URL('live', location.href).href.replace(/^http/, 'ws'));
  socket.onopen = () => online('connected', 'on');
  socket.onmessage = (e) => receive(JSON.parse(e.data));
  socket.onclose = (e) => {
    online(e.reason || 'disconnected', 'off');
    waiting.forEach((w) => w.reject(new Error('the connection was lost')));
    waiting.clear();
    setTimeout(connect, RETRY);
  };
}

function online(text, kind) {
  $('online').textContent = text;
  $('online').className = `badge ${kind}`;
}

function receive(message) {
  switch (message.type) {
    case 'hello': return hello(message);
    case 'state': return state(message);
    case 'done':
      waiting.get(message.id)?.resolve(message.cycle);
      break;
    case 'error': {
      const asked = waiting.get(message.id);
      if (asked) asked.reject(new Error(message.message));
      else complain(message);
      break;
    }
    case 'dropped':
      complain(message);
      break;
    default:
      console.warn('unknown message', message.type);
  }
  waiting.delete(message.id);
}

function hello({ network, watched: first, backend }) {
  document.title = `${network.name || 'network'} · dmm4j live`;
  $('name').textContent = network.name || 'network';
  $('about').textContent = `${network.neurons.length} neurons · ${network.schedule} · ${backend}`
    + (network.self ? ` · matrix in ${network.self}` : '');
  graph.begin(network);
  matrix.begin(network);
  editor.begin(network);
  const kept = watched.length ? watched : first;
  values.begin(network, kept);
  if (watched.length) ask({ type: 'watch', ports: watched }).catch(complain);
  watched = kept;
}

function state(s) {
  $('cycle').textContent = s.cycle.toLocaleString('en').replaceAll(',', '\u202f');
  $('speed').textContent = s.paused ? 'paused' : s.speed ? `${pretty(s.speed)}/s` : '';
  paused = s.paused;
  $('pause').textContent = paused ? 'Resume' : 'Pause';
  $('undo').disabled = !s.undo;
  if (!dragging) showRate(s.rate);
  $('alarm').hidden = !s.failure;
  $('alarm').textContent = s.failure ? `The machine has stopped: ${s.failure}` : '';
  if (s.links) {
    graph.update(s.links);
    matrix.update(s.links);
    const count = graph.links.size;
    $('graph-about').textContent = `${count.toLocaleString('en')} ${count === 1 ? 'link' : 'links'}`;
    $('matrix-about').textContent = `${matrix.rows.length} inputs × ${matrix.columns.length} outputs`;
  }
  values.update(s.cycle, s.values);
  document.body.dataset.cycle = s.cycle;
}

// ---- controls ------------------------------------------------------------------------------------------------

const toRate = (place) => (place >= 100 ? 'max' : SLOWEST * (FASTEST / SLOWEST) ** (place / 99));
const toPlace = (rate) => (rate === 'max' ? 100 : Math.max(0, Math.min(99, 99 * Math.log(rate / SLOWEST) / Math.log(FASTEST / SLOWEST))));

function showRate(rate) {
  $('rate').value = toPlace(rate);
  $('rate-text').textContent = rate === 'max' ? 'max' : `${pretty(rate)}/s`;
}

function pretty(x) {
  return x >= 1e6 ? `${(x / 1e6).toFixed(1)} M` : x >= 1e4 ? `${Math.round(x / 1e3)} k` : x >= 20 ? Math.round(x).toString() : Number(x.toPrecision(2)).toString();
}

$('pause').addEventListener('click', () => ask({ type: paused ? 'resume' : 'pause' }).catch(complain));
$('step').addEventListener('click', () => ask({ type: 'step', cycles: 1 }).catch(complain));
$('undo').addEventListener('click', () => ask({ type: 'undo' }).then((cycle) => editor.say('undo', false, cycle)).catch(complain));
$('fit').addEventListener('click', () => { graph.moved = false; graph.fit(); });
$('arrange').addEventListener('click', () => graph.arrange());
$('rate').addEventListener('pointerdown', () => { dragging = true; });
$('rate').addEventListener('pointerup', () => { dragging = false; });
$('rate').addEventListener('input', () => {
  const rate = toRate(Number($('rate').value));
  $('rate-text').textContent = rate === 'max' ? 'max' : `${pretty(rate)}/s`;
});
$('rate').addEventListener('change', () => {
  dragging = false;
  const rate = toRate(Number($('rate').value));
  ask({ type: 'rate', rate: rate === 'max' ? rate : Number(rate.toPrecision(2)) }).catch(complain);
});

connect();
