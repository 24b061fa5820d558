import { useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { filtered, items } from './groups.js';
import { Row } from './row.jsx';
import { useChange, useTasks } from './tasks.js';
import { useUi } from './ui.js';

const NONE = [];
const HEADING = 36;
const ROW = 38;
/** As many rows beyond the window as Holdfast draws: 600 pixels. */
const BEYOND = 16;

/** The whole screen: the filter, and all tasks by status. */
export function Screen() {
  const tasks = useTasks() ?? NONE;
  const filter = useUi(ui => ui.filter);
  const wanted = useDeferredValue(filter);
  const found = useMemo(() => filtered(tasks, wanted), [tasks, wanted]);
  return (
    <main>
      <div className="head">
        <input
          type="search"
          className="task-filter"
          aria-label="Filter"
          value={filter}
          onChange={event => useUi.getState().setFilter(event.target.value)}
        />
        <output className="found">{found.length}</output>
      </div>
      <List tasks={found} />
    </main>
  );
}

function List({ tasks }) {
  const change = useChange();
  const all = useMemo(() => items(tasks), [tasks]);
  const node = useRef(null);
  const [above, setAbove] = useState(0);
  useLayoutEffect(() => setAbove(node.current.offsetTop), []);
  const rows = useWindowVirtualizer({
    count: all.length,
    estimateSize: index => (all[index].task ? ROW : HEADING),
    getItemKey: index => all[index].task?.id ?? all[index].status,
    overscan: BEYOND,
    scrollMargin: above,
  });
  return (
    <ol className="rows" ref={node} style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map(place => (
        <div key={place.key} className="place" style={{ transform: `translateY(${place.start - above}px)` }}>
          {all[place.index].task
            ? <Row task={all[place.index].task} change={change} />
            : <Heading status={all[place.index].status} count={all[place.index].count} />}
        </div>
      ))}
    </ol>
  );
}

function Heading({ status, count }) {
  return (
    <h2 className="status-head" data-status={status}>
      {status} <span className="status-count">{count}</span>
    </h2>
  );
}
