//! What follows a page: the end, another page, or nothing that can be trusted.

use super::cursor::{PageState, Position};
use super::signals::Signals;
use crate::operation::{Advance, Paging};

/// How many pages without items in a row are borne, while the server says that more follows.
const MOST_EMPTY: u64 = 100;

/// A page as far as it matters for what follows.
#[derive(Debug)]
pub(super) struct Outline {
    /// The size that was sent.
    pub(super) sent: Option<u32>,
    /// Items on it.
    pub(super) length: u64,
    /// Digest of its first item.
    pub(super) first: Option<u64>,
    pub(super) signals: Signals,
}

/// Why a run cannot go on, for a person.
#[derive(Debug, PartialEq)]
pub(super) struct Stalled {
    pub(super) what: String,
    pub(super) hint: Option<String>,
}

/// What follows a page.
#[derive(Debug, PartialEq)]
pub(super) enum Verdict {
    /// Nothing: the list has ended.
    End,
    /// The page that is asked for like this.
    More(PageState),
    /// The page that is asked for like this; the one at hand is the first page under another number.
    Instead(PageState),
}

/// What follows a page.
pub(super) fn after(
    paging: &Paging,
    state: &PageState,
    page: &Outline,
    allow_repeats: bool,
) -> Result<Verdict, Stalled> {
    let number = state.number + 1;
    if !allow_repeats && page.first.is_some() && page.first == state.seen {
        return counted_from_one(paging, state).map(Verdict::Instead).ok_or_else(|| repeated(paging, number));
    }
    let floor = floor(paging, state, page);
    if !follows(paging, state, page, floor) {
        return Ok(Verdict::End);
    }
    let empty = if page.length == 0 { state.empty + 1 } else { 0 };
    if empty >= MOST_EMPTY {
        let what =
            format!("{empty} pages in a row are empty, up to page {number}, though the server says that more follows");
        return Err(Stalled { what, hint: None });
    }
    Ok(Verdict::More(PageState {
        at: moved(paging, state, page, floor)?,
        token: page.signals.token.clone(),
        size: state.size,
        number,
        covered: state.covered.saturating_add(page.length),
        first: state.first.or(Some(page.length)),
        seen: page.first.or(state.seen),
        from_one: state.from_one,
        empty,
    }))
}

/// Many servers take page 0 for page 1. When pages 0 and 1 are the same, the run goes on at page 2, once.
fn counted_from_one(paging: &Paging, state: &PageState) -> Option<PageState> {
    let from_zero = matches!(paging.advance, Advance::Page { first: 0, .. });
    let is_second = state.at == Position::Page(1) && state.number == 1 && !state.from_one;
    (from_zero && is_second).then(|| PageState { at: Position::Page(2), from_one: true, ..state.clone() })
}

/// The fewest items of a page that is not short: the smallest known of what was asked for and what the server can give.
pub(super) fn floor(paging: &Paging, state: &PageState, page: &Outline) -> u64 {
    least(paging, page.sent).unwrap_or(state.first.unwrap_or(page.length))
}

/// The same without a page to measure. A limit alone says nothing of what a server gives that is not asked for a number.
pub(super) fn least(paging: &Paging, sent: Option<u32>) -> Option<u64> {
    let due = sent.or(paging.default_size)?;
    Some(paging.max.or(paging.default_size).map_or(due, |limit| due.min(limit)).into())
}

/// Signals count in this order, and only where the answer carries them.
fn follows(paging: &Paging, state: &PageState, page: &Outline, floor: u64) -> bool {
    let signals = &page.signals;
    if let Some(follows) = signals.follows {
        return follows;
    }
    match paging.advance {
        Advance::Cursor { .. } => return signals.next.is_some(),
        Advance::Keyset(_) if signals.carry.is_none() => return false,
        _ => {}
    }
    let has_items = page.length > 0;
    if let Some(pages) = signals.pages
        && let Some(ordinal) = ordinal(paging, state)
    {
        // A page with items beyond the last one shows that the count is wrong.
        if !(has_items && ordinal > pages) {
            return ordinal < pages;
        }
    }
    let covered = state.covered.saturating_add(page.length);
    if let Some(total) = signals.total.filter(|total| *total >= covered) {
        // An empty page is the last one only when the pages so far reach the total.
        return covered < total && (has_items || reached(paging, state, floor) < total);
    }
    has_items && (paging.short_pages || page.length >= floor)
}

/// Which page of the whole list it is, counted from 1.
pub(super) fn ordinal(paging: &Paging, state: &PageState) -> Option<u64> {
    match (&state.at, paging.advance) {
        (Position::Page(page), Advance::Page { first, .. }) => {
            let before = u64::try_from(page.saturating_sub(first)).ok()?;
            Some(if state.from_one { before } else { before.saturating_add(1) })
        }
        _ => None,
    }
}

/// How many items of the list lie up to the end of this page, were all pages full.
fn reached(paging: &Paging, state: &PageState, floor: u64) -> u64 {
    match (&state.at, ordinal(paging, state)) {
        (_, Some(ordinal)) => ordinal.saturating_mul(floor),
        (Position::Offset(offset), _) => offset.saturating_add(floor),
        _ => state.covered.saturating_add(floor),
    }
}

fn moved(paging: &Paging, state: &PageState, page: &Outline, floor: u64) -> Result<Position, Stalled> {
    match &state.at {
        Position::Page(number) => Ok(Position::Page(number.saturating_add(1))),
        Position::Offset(offset) => {
            // Where the server filters after it has cut the page, it has passed as many items as it was asked for.
            let asked = page.sent.or(paging.default_size).map_or(floor, u64::from);
            let step = match page.length {
                0 => floor,
                length if paging.short_pages => length.max(asked),
                length => length,
            };
            Ok(Position::Offset(offset.saturating_add(step.max(1))))
        }
        Position::Cursor(current) => match &page.signals.next {
            Some(next) if Some(next) == current.as_ref() => Err(Stalled {
                what: format!("page {} hands out the cursor that it was asked for with", state.number + 1),
                hint: None,
            }),
            Some(next) => Ok(Position::Cursor(Some(next.clone()))),
            None => Err(pathless(state)),
        },
        Position::Keyset(_) => match &page.signals.carry {
            Some(carry) => Ok(Position::Keyset(carry.clone())),
            None => Err(pathless(state)),
        },
    }
}

fn pathless(state: &PageState) -> Stalled {
    let what = format!("page {} says that more follows, and not how to ask for it", state.number + 1);
    Stalled { what, hint: None }
}

fn repeated(paging: &Paging, number: u64) -> Stalled {
    over_again(paging, format!("page {number} begins with the same item as the page before it"))
}

/// A page that was there before, not just now.
pub(super) fn circling(paging: &Paging, number: u64, earlier: u64) -> Stalled {
    over_again(paging, format!("page {number} is page {earlier} over again, but for one item at most"))
}

/// A cursor that was there before.
pub(super) fn comes_again(number: u64, earlier: u64) -> Stalled {
    let what =
        format!("page {number} hands out the cursor that page {earlier} was asked for with: the server repeats itself");
    Stalled { what, hint: None }
}

fn over_again(paging: &Paging, what: String) -> Stalled {
    let cause = match paging.advance {
        Advance::Page { to, .. } | Advance::Offset { to } | Advance::Cursor { to, .. } => {
            format!("the server repeats itself or ignores `{to}`")
        }
        Advance::Keyset(_) => "the server repeats itself".to_owned(),
    };
    let hint = "if items may really repeat, switch this guard off with allow_repeats(true)".to_owned();
    Stalled { what: format!("{what}: {cause}"), hint: Some(hint) }
}
