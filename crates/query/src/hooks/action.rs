//! Doing actions from components, and showing how far they are.

use std::{cell::RefCell, rc::Rc};

use yew::prelude::*;

use super::{query::use_redraw, use_client};
use crate::{Action, ActionObserver, ActionState, Client, Error, Running};

/// How a component does the actions of a type.
pub struct ActionOptions<A: Action> {
    /// The [key](Action::key) whose latest call it shows; by default the name of the type.
    pub key: Option<String>,
    /// Called with what a call started by this component has brought, unless the component is gone by then.
    pub on_done: Option<Callback<Rc<A::Output>>>,
    /// Whether what had ended before the component came is forgotten: a form that is opened again shows no old error.
    pub begins_anew: bool,
}

impl<A: Action> Default for ActionOptions<A> {
    fn default() -> Self {
        Self { key: None, on_done: None, begins_anew: false }
    }
}

/// What is called when an action is done; nothing once the component is gone.
type OnDone<A> = Rc<RefCell<Option<Callback<Rc<<A as Action>::Output>>>>>;

/// The latest call of a key as its component sees it in this render, and what can be done.
pub struct ActionHandle<A: Action> {
    state: Option<ActionState<A::Output, A::Error>>,
    observer: Rc<ActionObserver<A>>,
    on_done: OnDone<A>,
}

impl<A: Action> Clone for ActionHandle<A> {
    fn clone(&self) -> Self {
        Self { state: self.state.clone(), observer: Rc::clone(&self.observer), on_done: Rc::clone(&self.on_done) }
    }
}

impl<A: Action> ActionHandle<A> {
    /// Starts an action. It goes on if the component goes. Its state shows here if its [key](Action::key) is the one followed.
    pub fn run(&self, action: A) -> Running<A> {
        let client = self.client();
        let running = client.act(action);
        let (ended, on_done) = (running.clone(), Rc::clone(&self.on_done));
        client.runtime().spawn(Box::pin(async move {
            if let Ok(output) = ended.await {
                let told = on_done.borrow().clone();
                if let Some(told) = told {
                    told.emit(output);
                }
            }
        }));
        running
    }

    /// Starts an action unless one of its [scope](Action::scope) has not ended; without a scope, one of its type and key. A
    /// form that is sent twice before it is drawn again asks once.
    pub fn run_once(&self, action: A) -> Option<Running<A>> {
        let (scope, key) = (action.scope(), action.key());
        let is_under_way = self.client().running_actions().into_iter().any(|other| match &scope {
            Some(_) => other.scope == scope,
            None => other.name == A::NAME && other.key == key,
        });
        (!is_under_way).then(|| self.run(action))
    }

    /// How far the latest call is, or how it ended; `None` if there was none, or it was forgotten.
    pub fn state(&self) -> Option<&ActionState<A::Output, A::Error>> {
        self.state.as_ref()
    }

    /// Whether it has not ended: it runs, or waits for its turn, for the network or for another attempt.
    pub fn is_running(&self) -> bool {
        self.state.as_ref().is_some_and(ActionState::is_pending)
    }

    /// Whether it waits for the network.
    pub fn is_paused(&self) -> bool {
        matches!(self.state, Some(ActionState::Paused))
    }

    /// What it brought.
    pub fn output(&self) -> Option<&Rc<A::Output>> {
        self.state.as_ref()?.output()
    }

    /// Why it failed.
    pub fn error(&self) -> Option<&Rc<Error<A::Error>>> {
        self.state.as_ref()?.error()
    }

    /// Ends it if it has not ended. What the server has done already is not undone.
    pub fn cancel(&self) {
        self.observer.cancel();
    }

    /// Has nothing shown until there is another call. One that goes on goes on unseen.
    pub fn reset(&self) {
        self.observer.forget();
    }

    /// The client.
    pub fn client(&self) -> &Client {
        self.observer.client()
    }
}

/// Does actions of a type, and shows how far the latest is, whichever component started it.
///
/// ```
/// use holdfast_query::{Action, ActionCx, hooks::use_action};
/// use yew::prelude::*;
///
/// struct Ping;
///
/// impl Action for Ping {
///     type Output = ();
///     type Error = String;
///     const NAME: &'static str = "ping";
///
///     async fn run(&self, _: ActionCx) -> Result<(), String> {
///         Ok(())
///     }
/// }
///
/// #[component]
/// fn Button() -> Html {
///     let ping = use_action::<Ping>();
///     let disabled = ping.is_running();
///     let onclick = move |_: MouseEvent| drop(ping.run_once(Ping));
///     html! { <button {onclick} {disabled}>{ "Ping" }</button> }
/// }
/// ```
#[hook]
pub fn use_action<A: Action>() -> ActionHandle<A> {
    use_action_with(ActionOptions::default())
}

/// The same, as the options say. The component is drawn again when the call's state changes; the call outlives it.
#[hook]
pub fn use_action_with<A: Action>(options: ActionOptions<A>) -> ActionHandle<A> {
    let client = use_client();
    let redraw = use_redraw();
    let followed = use_mut_ref(|| None::<Rc<ActionObserver<A>>>);
    let on_done = use_memo((), |()| RefCell::new(None));
    drop(on_done.replace(options.on_done));
    use_effect_with((), {
        let on_done = Rc::clone(&on_done);
        move |()| move || drop(on_done.take())
    });
    redraw.begin();
    let key = options.key.as_deref().unwrap_or(A::NAME);
    let known = followed.borrow().clone().filter(|known| known.client() == &client && known.key() == key);
    let observer = known.unwrap_or_else(|| {
        let asked = Rc::clone(&redraw);
        let observer = Rc::new(client.observe_action::<A>(key, move || asked.ask()));
        if options.begins_anew && observer.state().is_some_and(|state| !state.is_pending()) {
            observer.forget();
        }
        let last = followed.replace(Some(Rc::clone(&observer)));
        // What it followed may own anything; the borrow is over.
        drop(last);
        observer
    });
    let state = observer.state();
    redraw.end();
    ActionHandle { state, observer, on_done }
}
