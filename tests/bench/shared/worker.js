// Starts the page with no network: its files are kept when it is installed, and every page is the one page.
const NAME = 'shell';
const FILES = ['/', '/main.js', '/style.css'];

self.addEventListener('install', event => {
  event.waitUntil(caches.open(NAME).then(cache => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', event => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== 'GET' || pathname.startsWith('/api/')) return;
  const file = event.request.mode === 'navigate' ? '/' : pathname;
  event.respondWith(caches.match(file).then(kept => kept ?? fetch(event.request)));
});
