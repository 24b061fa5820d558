// The elements of the list.
import { STATUSES } from '../shared/data.js';

/** An element with properties and children. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  Object.assign(made, properties);
  made.append(...children);
  return made;
}

export function heading({ status, count }) {
  const head = element('h2', { className: 'status-head' }, `${status} `, element('span', { className: 'status-count', textContent: count }));
  head.dataset.status = status;
  return head;
}

/** A row; `change(task, fields)` is called with what is done to it. */
export function row(task, change) {
  const done = task.status === 'done';
  const tick = element('input', { type: 'checkbox', className: 'task-done', checked: done, ariaLabel: `Done: ${task.title}` });
  tick.onchange = () => change(task, { status: done ? 'todo' : 'done' });
  const title = element('button', { type: 'button', className: 'task-title', textContent: task.title });
  const status = element('select', { className: 'task-status', ariaLabel: `Status of ${task.title}` },
    ...STATUSES.map(name => new Option(name, name, false, name === task.status)));
  status.onchange = () => change(task, { status: status.value });
  const rename = element('button', { type: 'button', className: 'icon-button', textContent: '✎', ariaLabel: `Rename: ${task.title}` });
  rename.onclick = title.ondblclick = () => title.replaceWith(field(task, change, title));
  const meta = element('span', { className: 'task-meta' }, ...task.tags.map(tag => element('span', { textContent: tag })));
  if (task.priority !== 'medium') meta.prepend(element('span', { textContent: task.priority }));
  const whole = element('li', { className: done ? 'task is-done' : 'task' }, tick,
    element('div', { className: 'task-main' }, title, meta), element('div', { className: 'task-tools' }, status, rename));
  whole.dataset.record = task.id;
  return whole;
}

function field(task, change, title) {
  const input = element('input', { className: 'task-rename', value: task.title, ariaLabel: 'Title' });
  const finish = () => {
    input.onblur = null;
    input.replaceWith(title);
    if (input.value.trim() !== '' && input.value !== task.title) change(task, { title: input.value.trim() });
  };
  input.onblur = finish;
  input.onkeydown = event => event.key === 'Enter' && finish();
  queueMicrotask(() => input.select());
  return input;
}
