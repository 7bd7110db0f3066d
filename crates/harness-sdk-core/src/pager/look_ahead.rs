//! Asks for pages before they are needed, where it is known how.

use super::cursor::{PageState, Position};
use super::engine::Engine;
use super::verdict::{least, ordinal};
use crate::operation::Paging;

impl Engine {
    /// Sees to it that the page at `state`, and as many after it as shall be read ahead, are under way, and no others. A
    /// page whose place turns out otherwise than foreseen is asked for again.
    pub(super) fn look_ahead(&mut self, paging: &'static Paging, state: &PageState) {
        let (mut at, mut left, mut skip) = (state.clone(), self.left, self.skip);
        let mut index = 0;
        while index <= self.read_ahead {
            let ask = self.ask(paging, &at, left, skip);
            if self.flights.get(index).is_none_or(|flight| flight.ask != ask) {
                self.flights.truncate(index);
                let flight = self.launch(paging, ask.clone());
                self.flights.push_back(flight);
            }
            index += 1;
            // The first page shows what the server really gives, whatever it is asked for.
            let shown = at.first.filter(|first| *first > 0 && !paging.short_pages);
            let size = shown.or_else(|| least(paging, ask.size));
            // Until a page has come in, nobody knows how many there are.
            let foreseen = size.filter(|_| at.number > 0).and_then(|size| foreseen(paging, &at, size));
            let Some(next) = foreseen.filter(|next| self.may_exist(paging, next)) else { break };
            left = left.map(|left| left.saturating_sub(next.covered.saturating_sub(at.covered).saturating_sub(skip)));
            if left == Some(0) {
                break;
            }
            (at, skip) = (next, 0);
        }
        self.flights.truncate(index);
    }

    fn may_exist(&self, paging: &Paging, state: &PageState) -> bool {
        let page_exists = match (ordinal(paging, state), self.pages) {
            (Some(ordinal), Some(pages)) => ordinal <= pages,
            _ => true,
        };
        page_exists && self.total.is_none_or(|total| state.covered < total)
    }
}

/// The state of a run after a full page, where that decides what is asked for.
fn foreseen(paging: &Paging, state: &PageState, size: u64) -> Option<PageState> {
    let at = match &state.at {
        _ if paging.token.is_some() => return None,
        Position::Page(page) => Position::Page(page.saturating_add(1)),
        Position::Offset(offset) => Position::Offset(offset.saturating_add(size.max(1))),
        Position::Cursor(_) | Position::Keyset(_) => return None,
    };
    Some(PageState { at, number: state.number + 1, covered: state.covered.saturating_add(size), ..state.clone() })
}
