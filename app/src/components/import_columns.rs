//! What the columns of a table mean, as far as that can be told, for a person to say otherwise.

use std::rc::Rc;

use holdfast_core::{
    entity::{Entity as _, Project},
    import::{
        Board, Options,
        csv::{Meaning, Sheet},
    },
};
use yew::prelude::*;

use super::{Select, Table};
use crate::{
    t::{self, Words},
    words::{capital, time, unread},
};

/// Every meaning, with its name in the form and what people read.
const MEANINGS: [(Meaning, &str, Words); 14] = [
    (Meaning::Title, "title", t::title),
    (Meaning::Description, "description", t::description),
    (Meaning::Status, "status", t::status),
    (Meaning::Done, "done", t::column_done),
    (Meaning::Priority, "priority", t::priority),
    (Meaning::Due, "due", t::field_due_date),
    (Meaning::Tags, "tags", t::tags),
    (Meaning::Assignees, "assignees", t::people),
    (Meaning::Project, Project::KIND, t::project),
    (Meaning::Steps, "steps", t::checklist),
    (Meaning::TimeSpent, "time", t::time_spent),
    (Meaning::Archived, "archived", t::column_archived),
    (Meaning::Parent, "parent", t::subtask_of),
    (Meaning::Id, "id", t::column_id),
];

/// The name in the form of what goes into the description.
const NONE: &str = "none";

/// Properties of [`ImportColumns`].
#[derive(Properties)]
pub(crate) struct Props {
    /// The file's name.
    pub(crate) name: String,
    pub(crate) sheet: Rc<Sheet>,
    /// Told the tasks that the rows make when the columns mean something else.
    pub(crate) on_board: Callback<Board>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.sheet, &other.sheet) && self.name == other.name && self.on_board == other.on_board
    }
}

/// What a file does not say itself, as it is here.
pub(crate) fn import_options(name: &str) -> Options<'_> {
    Options { name, month_first: time::is_month_first(), zone: &time::moment }
}

/// The columns, each with its first value and a choice of what it means.
#[component]
pub(crate) fn ImportColumns(props: &Props) -> Html {
    let Props { name, sheet, on_board } = props;
    let meanings = use_state(|| sheet.columns().iter().map(|column| column.meaning).collect::<Vec<_>>());
    let refused = use_state(|| None::<String>);
    let on_choice = |place: usize| {
        let (meanings, refused) = (meanings.clone(), refused.clone());
        let (name, sheet, on_board) = (name.clone(), sheet.clone(), on_board.clone());
        Callback::from(move |chosen: String| {
            let meaning = MEANINGS.iter().find(|(_, name, _)| *name == chosen).map(|(meaning, ..)| *meaning);
            let mut changed = (*meanings).clone();
            changed[place] = meaning;
            // One column says it; whichever said it before says nothing special.
            let same = |(other, said): &(usize, &mut Option<Meaning>)| {
                *other != place && meaning.is_some() && **said == meaning
            };
            changed.iter_mut().enumerate().filter(same).for_each(|(_, said)| *said = None);
            match sheet.board(&changed, &import_options(&name)) {
                Ok(board) => {
                    refused.set(None);
                    on_board.emit(board);
                }
                Err(error) => refused.set(Some(format!("{}.", capital(&unread::found(&error))))),
            }
            meanings.set(changed);
        })
    };
    let mut options: Vec<(AttrValue, AttrValue)> =
        MEANINGS.iter().map(|(_, name, words)| ((*name).into(), words().into())).collect();
    options.push((NONE.into(), t::column_description().into()));
    let row = |(place, column): (usize, &holdfast_core::import::csv::Column)| {
        let said = MEANINGS.iter().find(|(meaning, ..)| Some(*meaning) == meanings[place]);
        html! {
            <tr key={place}>
                <th scope="row">{ &column.name }</th>
                <td class="import-sample">{ &column.sample }</td>
                <td>
                    <Select
                        label={t::column_means(&column.name)}
                        options={options.clone()}
                        value={said.map_or(NONE, |(_, name, _)| *name)}
                        on_choice={on_choice(place)}
                    />
                </td>
            </tr>
        }
    };
    html! {
        <section class="import-columns" aria-label={t::columns()}>
            <h2>{ t::columns_mean() }</h2>
            <Table class="import-lists" heads={vec![t::column().into(), t::for_example().into(), t::becomes().into()]}>
                { for sheet.columns().iter().enumerate().map(row) }
            </Table>
            if let Some(why) = &*refused {
                <p class="form-error" role="alert">{ why }</p>
            }
        </section>
    }
}
