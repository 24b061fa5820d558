//! The groups that are drawn.

use yew::AttrValue;

use super::{Asked, DueIn, Group, Grouping, Layout, Week};
use crate::{hooks::Names, task_list::TaskList, words::fold::sort_key};

/// The groups to draw, each with what it is called: those there always are and those that have tasks; where the tasks of a
/// list are filtered only these; on a board those to come from today on. Names stand by the alphabet, what has none first.
pub(crate) fn groups(list: &TaskList, asked: &Asked, names: &Names, week: Week) -> Vec<(Group, AttrValue)> {
    let by = asked.grouping();
    let has_columns = asked.layout == Layout::Board;
    let is_whole = has_columns || asked.layout == Layout::List && !asked.is_filtered();
    let mut groups = if is_whole { Group::always(by) } else { Vec::new() };
    if has_columns && by == Grouping::Person {
        groups.extend(names.0.keys().map(|person| Group::People(person.as_str().into())));
    }
    if has_columns && by == Grouping::Due {
        groups.extend(DueIn::to_come(week).map(Group::Due));
    }
    groups.extend(list.groups().map(|(group, _)| group.clone()).filter(|group| *group != Group::Archive));
    groups.sort();
    groups.dedup();
    let label = |group: &Group| AttrValue::from(group.label(|person| names.of(person).to_owned()));
    let mut named: Vec<(Group, AttrValue)> = Vec::with_capacity(groups.len());
    for group in groups {
        let called = label(&group);
        named.push((group, called));
    }
    if matches!(by, Grouping::Person | Grouping::Label) {
        named.sort_by_cached_key(|(group, label)| (!group.is_of_none(), sort_key(label)));
    }
    named
}
