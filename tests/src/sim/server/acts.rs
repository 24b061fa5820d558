//! What the server does by itself: people and their roles, through the same door as everyone's edits.

use holdfast_core::{
    entity::{Entity as _, Membership, Person},
    id::{Id, OpId, PersonId, ScopeId},
    ledger::Sender,
    operation::{ClientSeq, Draft, Edit, Operation},
    record::Seq,
    role::Role,
    wire::Outcome,
};

use super::{super::world::World, lines::publish};

/// Does something as the server itself, and publishes it.
pub fn act(world: &World, author: PersonId, edit: Edit) {
    let mut server = world.server.borrow_mut();
    server.own += 1;
    let draft = Draft::new(OpId::new(world.now(), world.bytes()), author, world.now(), edit);
    let base = server.ledger.record(draft.edit.id).map_or(Seq(0), |record| record.version);
    let op = Operation::stored(&draft, server.client, ClientSeq(server.own), base, Vec::new());
    let pushed = server.commit(&[op], Sender::Server, world.now());
    publish(world, &mut server, &pushed.effects);
    if !matches!(pushed.results[0].outcome, Outcome::Accepted { .. }) {
        world.violate(format!("the server refused itself: {:?}", pushed.results[0].outcome));
    }
}

/// Makes an account.
pub fn sign_up(world: &World, name: &str) -> PersonId {
    let id = Id::<Person>::new(world.now(), world.bytes());
    {
        let server = world.server.borrow();
        server.note(server.sql.as_ref().map_or(Ok(()), |sql| sql.sign_up(id, name, world.now())));
    }
    let person = Person { name: name.to_owned(), email: format!("{name}@example.test") };
    act(world, id, person.create(id.scope(), id));
    id
}

/// Gives a person a role in a scope, or takes it away.
pub fn set_role(world: &World, scope: ScopeId, person: PersonId, role: Option<Role>) {
    let id = Membership::id_of(scope, person);
    let known = world.server.borrow().ledger.record(id.record()).map(|record| record.deleted);
    match (role, known) {
        (Some(role), None) => {
            let membership = Membership { person, role, name: "Someone".into() };
            act(world, person, membership.create(scope, id));
        }
        (Some(role), Some(deleted)) => {
            if deleted {
                act(world, person, Edit::restore(scope, id));
            }
            act(world, person, Edit::set(scope, id).put(Membership::ROLE, role));
        }
        (None, _) => act(world, person, Edit::delete(scope, id)),
    }
}
