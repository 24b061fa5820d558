// A Yjs client as anyone would write one: yjs, and y-websocket for the line. It says what it does in lines of JSON, and takes its
// orders so: {"do":"edit","count":N} makes random edits, some of them without a line; {"do":"tell"} tells the text.
import { createRequire } from "node:module";
import readline from "node:readline";
import { pathToFileURL } from "node:url";

const [modules, server, account, cookie, seed] = process.argv.slice(2);
const require = createRequire(pathToFileURL(modules + "/from.js"));
const Y = require("yjs");
const { WebsocketProvider } = require("y-websocket");
const { WebSocket } = require("ws");

class Signed extends WebSocket {
  constructor(url) {
    super(url, { headers: { cookie } });
  }
}

const doc = new Y.Doc();
const text = doc.getText("code");
const options = { params: { account }, WebSocketPolyfill: Signed, disableBc: true, maxBackoffTime: 200 };
const provider = new WebsocketProvider(server, "code", doc, options);
provider.awareness.setLocalStateField("user", { name: "Somebody else", color: "#008833" });

let state = Number(seed) >>> 0;
function random(below) {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
}

const words = ["let tide = 1;\n", "x", "é", "😀", "\n", "  ", "// harbour\r\n", "\r", "fn"];

// Not within a letter of two units, where no editor writes either.
function place(limit) {
  const at = random(limit + 1);
  const unit = text.toString().charCodeAt(at);
  return unit >= 0xdc00 && unit < 0xe000 ? at + 1 : at;
}

function edit() {
  const from = place(text.length);
  if (text.length > 0 && random(3) === 0) {
    const to = Math.max(from, place(Math.min(text.length, from + random(8))));
    text.delete(from, to - from);
  } else {
    text.insert(from, words[random(words.length)]);
  }
}

const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");
const turn = () => new Promise((resolve) => setTimeout(resolve, random(4)));

async function edits(count) {
  for (let done = 0; done < count; done += 1) {
    if (random(40) === 0) {
      if (provider.shouldConnect) provider.disconnect();
      else provider.connect();
    }
    edit();
    await turn();
  }
  provider.connect();
  say({ did: "edit" });
}

const people = () =>
  [...provider.awareness.getStates()].filter(([id]) => id !== doc.clientID).map(([, state]) => state.user?.name);

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const order = JSON.parse(line);
  if (order.do === "edit") void edits(order.count);
  else say({ text: text.toString(), synced: provider.synced, people: people() });
});
