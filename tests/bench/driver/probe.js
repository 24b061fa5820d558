// What runs inside every measured page: the same clock for all of them.

/** Puts `window.probe` into a page. It stands alone: its text is what is sent. */
export function install() {
  // A frame's own callbacks run before it is painted, a message sent from one of them arrives after.
  const painted = () => new Promise(resolve => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now());
    port2.postMessage(0);
  }));

  /** When the page first shows something true, and when that was painted. */
  const shown = async check => {
    if (!check()) {
      await new Promise(resolve => {
        const observer = new MutationObserver(() => {
          if (!check()) return;
          observer.disconnect();
          resolve();
        });
        observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      });
    }
    const dom = performance.now();
    return { dom, paint: await painted() };
  };

  const count = status => {
    const text = document.querySelector(`[data-status=${status}] .status-count`)?.textContent ?? '';
    return Number.parseInt(text.replace(/[^0-9]/g, ''), 10);
  };
  // "1,000 tasks", and with a filter "12 of 1,000 tasks".
  const found = () => {
    const text = document.querySelector('.found, .view-count [role=status]')?.textContent ?? '';
    return Number.parseInt(text.split(' of ')[0].replace(/[^0-9]/g, ''), 10);
  };
  const row = () => document.querySelector('li.task .task-title');

  window.probe = {
    count,
    found,
    /** The first row's way to the screen, from the navigation on. */
    firstRow: shown(row),
    /** From the next event of that kind until what was asked for is there and painted. */
    from: (type, check) => new Promise(resolve => {
      const start = event => shown(check).then(({ dom, paint }) => resolve({
        begun: performance.timeOrigin + event.timeStamp,
        dom: dom - event.timeStamp,
        paint: paint - event.timeStamp,
      }));
      addEventListener(type, start, { capture: true, once: true });
    }),
    /** When something is there, from the navigation on. */
    seen: check => shown(check).then(({ dom }) => dom),
    /** When what was asked for is painted, by a clock that all tabs share. */
    at: check => shown(check).then(({ paint }) => performance.timeOrigin + paint),
    /** How many frames of `period` milliseconds went by without one of ours, until `end` is called. */
    frames: period => {
      let last, dropped = 0, running = true;
      const look = now => {
        if (last !== undefined) dropped += Math.max(0, Math.round((now - last) / period) - 1);
        last = now;
        if (running) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      window.probe.endFrames = () => ((running = false), dropped);
    },
  };
}
