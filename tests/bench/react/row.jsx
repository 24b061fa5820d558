import { memo } from 'react';
import { STATUSES } from '../shared/data.js';
import { useUi } from './ui.js';

/** One task. Drawn again only when the task itself is another: `change` is always the same function. */
export const Row = memo(function Row({ task, change }) {
  const renaming = useUi(ui => ui.renaming === task.id);
  const { rename } = useUi.getState();
  const set = fields => change({ id: task.id, change: fields });
  const done = task.status === 'done';
  return (
    <li className={done ? 'task is-done' : 'task'} data-record={task.id}>
      <input
        type="checkbox"
        className="task-done"
        checked={done}
        aria-label={`Done: ${task.title}`}
        onChange={() => set({ status: done ? 'todo' : 'done' })}
      />
      <div className="task-main">
        {renaming ? <Rename title={task.title} set={set} /> : (
          <button type="button" className="task-title" onDoubleClick={() => rename(task.id)}>{task.title}</button>
        )}
        <span className="task-meta">
          {task.priority !== 'medium' && <span className="priority">{task.priority}</span>}
          {task.tags.map(tag => <span className="tag" key={tag}>{tag}</span>)}
        </span>
      </div>
      <div className="task-tools">
        <select
          className="task-status"
          value={task.status}
          aria-label={`Status of ${task.title}`}
          onChange={event => set({ status: event.target.value })}
        >
          {STATUSES.map(status => <option key={status} value={status}>{status}</option>)}
        </select>
        <button type="button" className="icon-button" aria-label={`Rename: ${task.title}`} onClick={() => rename(task.id)}>✎</button>
      </div>
    </li>
  );
});

function Rename({ title, set }) {
  const { rename } = useUi.getState();
  const finish = event => {
    const written = event.target.value.trim();
    rename(null);
    if (written !== '' && written !== title) set({ title: written });
  };
  const onKeyDown = event => {
    if (event.key === 'Enter') finish(event);
    if (event.key === 'Escape') rename(null);
  };
  return <input className="task-rename" aria-label="Title" defaultValue={title} autoFocus onKeyDown={onKeyDown} onBlur={finish} />;
}
