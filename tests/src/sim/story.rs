//! What people do: the edits of a run, chosen by what the tab they sit at shows.

use holdfast_core::{
    client::{Tab, memory::MemoryDatabase},
    conflict::{self, Choice},
    entity::{ChecklistItem, Comment, Conflict, Engagement, Entity, Priority, Project, Status, Task},
    id::{Id, RecordId, ScopeId},
    operation::{Action, Begun, Edit},
    order::OrderKey,
    record::{Kind, Record},
    replica::Replica,
};

use super::world::World;
use crate::intent::Intent;

/// Chooses an edit; `None` if what was chosen is not possible now. An edit is named for the counts.
pub fn choose(world: &World, tab: &Tab<MemoryDatabase>) -> Option<(&'static str, Vec<Edit>)> {
    let replica = tab.replica();
    let intent = Intent::draw(&mut world.rng.borrow_mut());
    match intent {
        Intent::CreateEngagement => create_engagement(world),
        Intent::CreateProject => create_project(world, &replica),
        Intent::CreateTask => create_task(world, &replica),
        Intent::CreateWholeTask => create_whole_task(world, &replica),
        Intent::SetTitle => on_task(world, &replica, "set title", |world, task| {
            let word = world.word();
            Some(edit_of::<Task>(task).put(Task::TITLE, word))
        }),
        Intent::SetSeveral => {
            on_task(world, &replica, "set several fields", |world, task| set_several(world, &replica, task))
        }
        Intent::SetStatus => on_task(world, &replica, "set status", |world, task| {
            Some(edit_of::<Task>(task).put(Task::STATUS, world.pick(Status::ALL)?))
        }),
        Intent::Tag => on_task(world, &replica, "tag", tag),
        Intent::Increment => increment(world, &replica),
        Intent::Reorder => on_task(world, &replica, "reorder", |world, task| reorder(world, &replica, task)),
        Intent::Delete => delete(world, &replica),
        Intent::Restore => restore(world, &replica),
        Intent::CreateItem => create_item(world, &replica),
        Intent::TickItem => {
            let item = any(world, &replica, ChecklistItem::KIND)?;
            let done = !ChecklistItem::read(item).done;
            Some(("tick checklist item", vec![edit_of::<ChecklistItem>(item).put(ChecklistItem::DONE, done)]))
        }
        Intent::CreateComment => create_comment(world, &replica),
        Intent::EditComment => {
            let comment = any(world, &replica, Comment::KIND)?;
            let word = world.word();
            Some(("edit comment", vec![edit_of::<Comment>(comment).put(Comment::TEXT, word)]))
        }
        Intent::BlankTitle => {
            on_task(world, &replica, "blank title", |_, task| Some(edit_of::<Task>(task).put(Task::TITLE, " ")))
        }
        Intent::Import => import_again(world, &replica),
    }
}

/// Settles some open conflict, if the tab shows one.
pub fn settle(world: &World, tab: &Tab<MemoryDatabase>) -> Option<(&'static str, Vec<Begun>)> {
    let replica = tab.replica();
    let open: Vec<&Record> = replica.of_kind(&Kind::new(Conflict::KIND)).map(|record| &**record).collect();
    let open: Vec<&Record> = open.into_iter().filter(|record| conflict::is_open(record)).collect();
    let conflict = world.pick(&open)?;
    let choice = match world.below(3) {
        0 => Choice::Mine,
        1 => Choice::Theirs,
        _ => Choice::Combined(world.word()),
    };
    let target = replica.seen(Conflict::read(conflict).of).map(|record| &**record);
    // Some look at what stands there now, some at the conflict alone.
    let seen = target.map(|record| record.version).filter(|_| world.chance(5_000));
    let edits = conflict::settle(conflict, target, choice, seen);
    // Two people who settle one conflict both add what it asks for.
    world.registry.borrow_mut().recounted.extend(edits.iter().map(|begun| begun.edit.id));
    (!edits.is_empty()).then_some(("conflict settled", edits))
}

fn set_several(world: &World, replica: &Replica, task: &Record) -> Option<Edit> {
    let (word, at) = (world.word(), world.now().cast_signed());
    let priority = world.pick(Priority::ALL)?;
    let edit = edit_of::<Task>(task).put(Task::DESCRIPTION, word).put(Task::DUE, Some(at));
    let edit = edit.put(Task::PRIORITY, priority).put(Task::ARCHIVED, world.chance(2_000));
    // Also in rings, which the app refuses to make as far as it knows.
    let parent = any(world, replica, Task::KIND).filter(|other| other.id != task.id && other.scope == task.scope);
    Some(edit.put(Task::PARENT, parent.map(|parent| Id::<Task>::from(parent.id))))
}

fn tag(world: &World, task: &Record) -> Option<Edit> {
    let tags = Task::read(task).tags.into_iter().collect::<Vec<_>>();
    let edit = edit_of::<Task>(task);
    Some(match world.pick(&tags) {
        Some(tag) if world.chance(3_000) => edit.remove(Task::TAGS, tag),
        _ => edit.add(Task::TAGS, world.word()),
    })
}

fn edit_of<E: Entity>(record: &Record) -> Edit {
    Edit::set(record.scope, Id::<E>::from(record.id))
}

fn any<'a>(world: &World, replica: &'a Replica, kind: &'static str) -> Option<&'a Record> {
    let all: Vec<&Record> = replica.of_kind(&Kind::new(kind)).map(|record| &**record).collect();
    world.pick(&all)
}

fn on_task<'a>(
    world: &World,
    replica: &'a Replica,
    name: &'static str,
    edit: impl Fn(&World, &'a Record) -> Option<Edit>,
) -> Option<(&'static str, Vec<Edit>)> {
    let tasks: Vec<&Record> = replica.of_kind(&Kind::new(Task::KIND)).map(|record| &**record).collect();
    // Mostly the same few, so that people meet.
    let few = if world.chance(7_000) { tasks.len().min(4) } else { tasks.len() };
    let task = world.pick(&tasks[..few])?;
    Some((name, vec![edit(world, task)?]))
}

fn made(world: &World, edit: Edit) -> Edit {
    world.registry.borrow_mut().created.insert(edit.id, edit.scope);
    edit
}

fn fresh<E>(world: &World) -> Id<E> {
    Id::new(world.now(), world.bytes())
}

fn create_engagement(world: &World) -> Option<(&'static str, Vec<Edit>)> {
    let id = fresh::<Engagement>(world);
    let engagement = Engagement { name: world.word() };
    let edit = made(world, engagement.create(id.scope(), id));
    let mut edits = vec![edit];
    if world.chance(5_000) {
        edits.push(project(world, id.scope()).1);
    }
    Some(("create engagement", edits))
}

fn project(world: &World, scope: ScopeId) -> (Id<Project>, Edit) {
    let id = fresh::<Project>(world);
    let name = world.word();
    let project = Project { name, description: String::new(), order: OrderKey::between(None, None) };
    (id, made(world, project.create(scope, id)))
}

fn create_project(world: &World, replica: &Replica) -> Option<(&'static str, Vec<Edit>)> {
    let scope = ScopeId(any(world, replica, Engagement::KIND)?.id.0);
    Some(("create project", vec![project(world, scope).1]))
}

fn task(world: &World, scope: ScopeId, project: Id<Project>) -> (Id<Task>, Edit) {
    let id = fresh::<Task>(world);
    let task = Task {
        project,
        parent: None,
        title: world.word(),
        description: String::new(),
        status: Status::Todo,
        priority: Priority::Medium,
        due: None,
        tags: [world.word()].into(),
        assignees: [].into(),
        time_spent: 0,
        archived: false,
        order: OrderKey::between(None, None),
    };
    (id, made(world, task.create(scope, id)))
}

fn create_task(world: &World, replica: &Replica) -> Option<(&'static str, Vec<Edit>)> {
    let project = any(world, replica, Project::KIND)?;
    Some(("create task", vec![task(world, project.scope, project.id.into()).1]))
}

/// A task with all that hangs on it, stored at once, as a quick-add or an import does.
fn create_whole_task(world: &World, replica: &Replica) -> Option<(&'static str, Vec<Edit>)> {
    let project = any(world, replica, Project::KIND)?;
    let scope = project.scope;
    let (id, create) = task(world, scope, project.id.into());
    let mut edits = vec![create, item(world, scope, id), comment(world, scope, id)];
    if let Some(digit) = next_increment(world, id.record()) {
        edits.push(Edit::set(scope, id).increment(Task::TIME_SPENT, digit));
    }
    Some(("create whole task", edits))
}

fn next_increment(world: &World, id: RecordId) -> Option<i64> {
    world.registry.borrow_mut().next_digit(id).map(|digit| 1 << (2 * digit))
}

fn increment(world: &World, replica: &Replica) -> Option<(&'static str, Vec<Edit>)> {
    on_task(world, replica, "increment", |world, task| {
        Some(edit_of::<Task>(task).increment(Task::TIME_SPENT, next_increment(world, task.id)?))
    })
}

fn reorder(world: &World, replica: &Replica, task: &Record) -> Option<Edit> {
    let key = |task: &Record| Task::read(task).order;
    let other = key(any(world, replica, Task::KIND)?);
    let next = replica.of_kind(&Kind::new(Task::KIND)).map(|task| key(task)).filter(|order| *order > other).min();
    Some(edit_of::<Task>(task).put(Task::ORDER, OrderKey::between(Some(&other), next.as_ref())))
}

fn delete(world: &World, replica: &Replica) -> Option<(&'static str, Vec<Edit>)> {
    let kind = world.pick(&[Task::KIND, Task::KIND, ChecklistItem::KIND, Comment::KIND])?;
    let record = any(world, replica, kind)?;
    world.registry.borrow_mut().deleted.insert(record.id);
    let action = Action::Delete;
    Some(("delete", vec![Edit { scope: record.scope, kind: record.kind.clone(), id: record.id, action }]))
}

fn restore(world: &World, replica: &Replica) -> Option<(&'static str, Vec<Edit>)> {
    let deleted: Vec<RecordId> = world.registry.borrow().deleted.iter().copied().collect();
    let gone: Vec<_> = deleted.iter().filter_map(|id| replica.seen(*id)).filter(|record| record.deleted).collect();
    let record = world.pick(&gone)?;
    let action = Action::Restore;
    Some(("restore", vec![Edit { scope: record.scope, kind: record.kind.clone(), id: record.id, action }]))
}

fn item(world: &World, scope: ScopeId, task: Id<Task>) -> Edit {
    let title = world.word();
    let item = ChecklistItem { task, title, list: String::new(), done: false, order: OrderKey::between(None, None) };
    made(world, item.create(scope, fresh(world)))
}

fn create_item(world: &World, replica: &Replica) -> Option<(&'static str, Vec<Edit>)> {
    let task = any(world, replica, Task::KIND)?;
    Some(("create checklist item", vec![item(world, task.scope, task.id.into())]))
}

fn comment(world: &World, scope: ScopeId, task: Id<Task>) -> Edit {
    let text = world.word();
    let comment = Comment { task, text, said_by: String::new(), said_at: None };
    made(world, comment.create(scope, fresh(world)))
}

fn create_comment(world: &World, replica: &Replica) -> Option<(&'static str, Vec<Edit>)> {
    let task = any(world, replica, Task::KIND)?;
    Some(("create comment", vec![comment(world, task.scope, task.id.into())]))
}

/// Makes a task that an import derives from its source: every profile that imports it gives it the same id.
fn import_again(world: &World, replica: &Replica) -> Option<(&'static str, Vec<Edit>)> {
    let project = any(world, replica, Project::KIND)?;
    let id: Id<Task> = Id::derived(project.scope.0, &format!("imported {}", world.below(3)));
    let (_, create) = task(world, project.scope, project.id.into());
    let edit = made(world, Edit { id: id.record(), ..create });
    Some(("import", vec![edit]))
}
