// A server for a page that is not ours: the files and the API it needs, with Holdfast's headers and compression.
import { createServer } from 'node:http';
import { brotliCompressSync, constants } from 'node:zlib';
import { tasks } from '../shared/data.js';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
  + "connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', json: 'application/json' };

const type = path => TYPES[path.split('.').pop()] ?? TYPES.html;

const compressed = (text, quality) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });

export class PageServer {
  #server;
  #files;
  #port = 0;

  /** Of `files` (path to text), with so many tasks. */
  constructor(files, count, seed) {
    this.#files = new Map(Object.entries(files).map(([path, text]) => [path, compressed(text, 11)]));
    this.#files.set('/api/tasks', compressed(JSON.stringify(tasks(count, seed)), 4));
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /** Where it is; the same each time it is opened. */
  get origin() {
    return `http://127.0.0.1:${this.#port}`;
  }

  async open() {
    await new Promise((resolve, reject) => this.#server.once('error', reject).listen(this.#port, '127.0.0.1', resolve));
    this.#port = this.#server.address().port;
  }

  /** Goes away as a server does that is pulled from the network. */
  async close() {
    const closed = new Promise(resolve => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request, response) {
    const path = new URL(request.url, this.origin).pathname;
    const api = path.startsWith('/api/');
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cache-control', api ? 'no-store' : path === '/main.js' ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (request.method === 'PATCH') {
      request.resume().on('end', () => response.writeHead(200, { 'content-type': TYPES.json }).end('{}'));
      return;
    }
    const bytes = this.#files.get(path);
    if (!bytes) {
      response.writeHead(404).end();
      return;
    }
    const headers = { 'content-type': api ? TYPES.json : type(path), 'content-encoding': 'br', vary: 'accept-encoding', 'content-length': bytes.length };
    response.writeHead(200, headers).end(bytes);
  }
}
