//! What happens, at random.

use holdfast_query::{Change, Millis, Touch};

use crate::{
    reference::{Doing, Looker, Reference},
    world::World,
};

const QUESTIONS: usize = 4;
const STEPS: usize = 60;

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).expect("it is small")
    }

    fn of<T: Copy>(&mut self, values: &[T]) -> Option<T> {
        if values.is_empty() { None } else { Some(values[self.below(values.len())]) }
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Look(u32, usize, Looker),
    Turn(u32, usize, Looker),
    LookAway(u32),
    Fetch(u32, usize),
    Refetch(u32, usize),
    StopWaiting(u32),
    ByHand(u32),
    Prefetch(usize),
    Set(usize, u64),
    Cancel(usize),
    Reset(usize),
    Remove(usize),
    Invalidate(usize),
    InvalidateAll,
    Touch(usize),
    Answer(usize, u64),
    Fail(usize, bool),
    Advance(Millis),
    Jump(i64),
    Online(bool),
    Visible(bool),
}

/// Runs the sequence of a seed.
pub(crate) fn run(seed: u64, is_told: bool) {
    let mut random = Random(seed.wrapping_mul(0x2545_F491_4F6C_DD1D));
    let (mut reference, mut world) = (Reference::new(QUESTIONS), World::new(QUESTIONS));
    for number in 0..STEPS {
        let step = choose(&mut random, number as u32, &reference);
        if is_told {
            eprintln!("{number}: {step:?}");
        }
        take(step, &mut reference, &mut world);
        world.check(&mut reference);
    }
    // At the end all goes well: whoever looks sees what is true, and nobody waits any more.
    let ending = [Step::Online(true), Step::Visible(false), Step::Visible(true)];
    ending.into_iter().for_each(|step| take(step, &mut reference, &mut world));
    for _ in 0..6 {
        world.check(&mut reference);
        for at in 0..QUESTIONS {
            while matches!(reference.questions[at].doing, Doing::Asking { .. }) {
                take(Step::Answer(at, 7), &mut reference, &mut world);
                world.check(&mut reference);
            }
        }
        take(Step::Advance(3_000), &mut reference, &mut world);
    }
    for (number, watching) in &world.watching {
        let (at, looker) = reference.lookers[number];
        let read = watching.observer.read();
        let is_good = reference.questions[at].held.is_some_and(|held| !held.invalid);
        assert!(!looker.enabled || (read.data().is_some() && is_good), "{number} is left with {read:?}");
    }
    assert!(world.waits.is_empty(), "somebody waits for ever");
}

fn choose(random: &mut Random, number: u32, reference: &Reference) -> Step {
    let at = random.below(QUESTIONS);
    let lookers: Vec<u32> = reference.lookers.keys().copied().collect();
    let waiters: Vec<u32> = reference.waiters.keys().copied().collect();
    let asked: Vec<usize> =
        (0..QUESTIONS).filter(|at| matches!(reference.questions[*at].doing, Doing::Asking { .. })).collect();
    let looker = Looker {
        enabled: random.below(5) > 0,
        stale: random.of(&[0, 1_000, 100_000]).unwrap_or(0),
        poll: random.of(&[None, None, None, Some(700), Some(2_000)]).flatten(),
        hidden: random.below(3) == 0,
    };
    let value = random.next() % 3;
    let looks = Step::Look(number, at, looker);
    match random.below(100) {
        0..12 => looks,
        12..18 => random.of(&lookers).map_or(looks, |who| Step::Turn(who, at, looker)),
        18..25 => random.of(&lookers).map_or(looks, Step::LookAway),
        25..30 => Step::Fetch(number, at),
        30..33 => Step::Refetch(number, at),
        33..36 => random.of(&waiters).map_or(looks, Step::StopWaiting),
        36..39 => random.of(&lookers).map_or(looks, Step::ByHand),
        39..42 => Step::Prefetch(at),
        42..45 => Step::Set(at, value),
        45..47 => Step::Cancel(at),
        47..49 => Step::Reset(at),
        49..51 => Step::Remove(at),
        51..55 => Step::Invalidate(at),
        55..56 => Step::InvalidateAll,
        56..61 => Step::Touch(at),
        61..74 => random.of(&asked).map_or(looks, |at| Step::Answer(at, value)),
        74..81 => random.of(&asked).map_or(looks, |at| Step::Fail(at, value > 0)),
        81..92 => Step::Advance(random.of(&[1, 200, 500, 1_000, 1_000, 4_000, 5_000]).unwrap_or(1)),
        92..94 => Step::Jump(random.of(&[-100_000, -500, 700, 100_000]).unwrap_or(0)),
        94..97 => Step::Online(!reference.online),
        _ => Step::Visible(!reference.visible),
    }
}

fn take(step: Step, reference: &mut Reference, world: &mut World) {
    let client = world.client.clone();
    let ask = |at: usize| world.asks[at].clone();
    match step {
        Step::Look(number, at, looker) => {
            reference.look(number, at, looker);
            world.look(number, at, looker);
        }
        Step::Turn(number, at, looker) => {
            reference.turn(number, at, looker);
            world.watching[&number].observer.follow(&ask(at), World::options(looker));
            world.turned(number);
        }
        Step::LookAway(number) => {
            reference.look_away(number);
            world.watching.remove(&number);
        }
        Step::Fetch(number, at) => {
            reference.fetch(number, at);
            let wait = client.fetch(&ask(at));
            world.waits.insert(number, wait);
        }
        Step::Refetch(number, at) => {
            reference.refetch(number, at);
            let wait = client.refetch(&ask(at));
            world.waits.insert(number, wait);
        }
        Step::StopWaiting(number) => {
            reference.stop_waiting(number);
            world.waits.remove(&number);
        }
        Step::ByHand(number) => {
            reference.refetch_by_hand(number);
            world.watching[&number].observer.refetch();
        }
        Step::Prefetch(at) => {
            reference.prefetch(at);
            client.prefetch(&ask(at));
        }
        Step::Set(at, value) => {
            reference.set(at, value);
            client.set(&ask(at), value);
        }
        Step::Cancel(at) => {
            reference.cancel(at);
            client.cancel(&ask(at));
        }
        Step::Reset(at) => {
            reference.reset(at);
            client.reset(&ask(at));
        }
        Step::Remove(at) => {
            reference.remove(at);
            client.remove(&ask(at));
        }
        Step::Invalidate(at) => {
            reference.invalidate(at);
            client.invalidate(&ask(at));
        }
        Step::InvalidateAll => {
            (0..QUESTIONS).for_each(|at| reference.invalidate(at));
            client.invalidate_prefix("model");
        }
        Step::Touch(at) => {
            reference.invalidate(at);
            client.touched(&[Touch::new("thing", 1, at as u128, Change::Unknown)]);
        }
        Step::Answer(at, value) => {
            reference.answer(at, value);
            assert!(world.asks[at].gate.open(Ok(value)), "{at} is not asked");
        }
        Step::Fail(at, is_transient) => {
            reference.fail(at, is_transient);
            assert!(world.asks[at].gate.open(Err(is_transient)), "{at} is not asked");
        }
        Step::Advance(time) => {
            reference.advance(time);
            world.runtime.advance(time);
        }
        Step::Jump(by) => {
            reference.jumped += by;
            world.runtime.jump(by);
        }
        Step::Online(online) => {
            reference.online(online);
            client.set_online(online);
        }
        Step::Visible(visible) => {
            reference.visible(visible);
            client.set_visible(visible);
        }
    }
}
