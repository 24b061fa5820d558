//! Who is in the room, for everything on its page.

use std::rc::Rc;

use holdfast_core::{
    entity::{Engagement, Session},
    id::Id,
    status::Link,
    wire::presence::Doing,
};
use holdfast_web::{Company, Presence};
use yew::prelude::*;

use super::super::styles;
use crate::hooks::{use_records, use_session};

const STYLES: &str = include_str!("../../../../../static/room.css");

/// The room as it is known here.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct Room {
    /// Who is there; nothing before there was an answer.
    pub(super) company: Option<Company>,
    /// To be told what this tab's person does.
    pub(super) on_doing: Callback<Doing>,
}

impl Room {
    /// Whether somebody is there, as far as that is known.
    pub(in super::super) fn has(&self, person: &str) -> bool {
        self.people().any(|(here, _)| here == person)
    }

    /// Who is there and what they do, by the text of their ids.
    pub(super) fn people(&self) -> impl Iterator<Item = (String, Doing)> {
        let people = match &self.company {
            Some(Company::Known(people)) => people.as_slice(),
            Some(Company::Unknown) | None => &[],
        };
        people.iter().map(|here| (here.person.to_string(), here.doing))
    }
}

/// The room that the component stands in.
#[hook]
pub(in super::super) fn use_room() -> Room {
    use_context().unwrap_or_default()
}

/// Properties of [`InRoom`].
#[derive(Properties, PartialEq)]
pub(in super::super) struct Props {
    pub(in super::super) engagement: Id<Engagement>,
    pub(in super::super) session: Id<Session>,
    pub(in super::super) children: Html,
}

/// As long as it is shown, this tab's person is in the room, and what stands in it knows who else is.
#[component]
pub(in super::super) fn InRoom(props: &Props) -> Html {
    let Props { engagement, session, .. } = *props;
    use_memo((), |()| styles::adopt(STYLES));
    let account = use_session().account().id;
    let company = use_state_eq(|| None);
    let presence = use_mut_ref(|| None::<Presence>);
    use_effect_with((engagement, session), {
        let (presence, company) = (Rc::clone(&presence), company.setter());
        move |(engagement, session)| {
            let tell = move |told| company.set(Some(told));
            *presence.borrow_mut() = Some(Presence::begin(account, engagement.scope(), session.record(), tell));
            move || drop(presence.take())
        }
    });
    let link = use_records(|records| records.link());
    let was = use_mut_ref(|| link);
    use_effect_with(link, {
        let presence = Rc::clone(&presence);
        move |link| {
            // It has just begun to ask by itself, unless it was there before.
            if was.replace(*link) != Link::Up && *link == Link::Up {
                presence.borrow().iter().for_each(Presence::hurry);
            }
        }
    });
    let on_doing = use_callback((), move |doing, ()| {
        presence.borrow().iter().for_each(|presence| presence.does(doing));
    });
    html! {
        <ContextProvider<Room> context={Room { company: (*company).clone(), on_doing }}>
            { props.children.clone() }
        </ContextProvider<Room>>
    }
}
