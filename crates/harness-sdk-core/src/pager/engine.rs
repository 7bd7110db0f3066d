//! Walks through the pages of a list, whatever its items are.

use std::collections::VecDeque;
use std::task::{Context as TaskContext, Poll, ready};

use super::ask::{Ask, begin, call_for, is_whole, trusted};
use super::cursor::{Cursor, PageState, Position};
use super::flight::Flight;
use super::history::History;
use super::signals::{Signals, digest, places};
use super::verdict::{Outline, Stalled, Verdict, after, circling, comes_again, least, ordinal};
use crate::call::Call;
use crate::error::{CallFacts, Error, ErrorKind};
use crate::model::{Misfit, Part, Slot, SlotRef, read_part};
use crate::operation::Paging;
use crate::transport::Answer;

/// Walks through the pages of a list.
pub(super) struct Engine {
    pub(super) call: Call,
    pub(super) page_size: Option<u32>,
    pub(super) read_ahead: usize,
    pub(super) allow_repeats: bool,
    /// How many more items may be given.
    pub(super) left: Option<u64>,
    /// The last known number of all items.
    pub(super) total: Option<u64>,
    /// The last known number of all pages.
    pub(super) pages: Option<u64>,
    pub(super) next: Next,
    /// Items of the next page that were given already.
    pub(super) skip: u64,
    pub(super) flights: VecDeque<Flight>,
    /// Where the run began, when it began with smaller pages than it would otherwise.
    began: Option<PageState>,
    /// Why the run cannot be resumed where it was asked to.
    pub(super) refusal: Option<String>,
    history: History,
    /// What was odd about the items of the last page.
    pub(super) misfits: Vec<Misfit>,
}

/// Where a run goes on.
pub(super) enum Next {
    /// Where it begins.
    Start,
    At(PageState),
    /// Nowhere: the list has ended.
    End,
}

/// A page that came in.
pub(super) struct Fetched {
    state: PageState,
    sent: Option<u32>,
    pub(super) answer: Answer,
}

/// What of a page is given to the caller.
pub(super) struct Kept {
    /// The page itself, to come back to it.
    pub(super) state: PageState,
    /// Items at its start that are left out.
    pub(super) skip: u64,
    /// Items after those that are given.
    pub(super) take: u64,
    pub(super) is_last: bool,
    /// Whether the page is another one over again, and is not given at all.
    pub(super) is_void: bool,
}

impl Engine {
    pub(super) fn new(call: Call) -> Engine {
        Engine {
            call,
            page_size: None,
            read_ahead: 0,
            allow_repeats: false,
            left: None,
            total: None,
            pages: None,
            next: Next::Start,
            skip: 0,
            flights: VecDeque::new(),
            began: None,
            refusal: None,
            history: History::default(),
            misfits: Vec::new(),
        }
    }

    /// Limits the items that are still to be given.
    pub(super) fn limit(&mut self, items: u64) {
        if let Some(cursor) = self.cursor().filter(|_| self.began.is_some()) {
            self.resume(cursor);
        }
        self.left = Some(items);
    }

    pub(super) fn resume(&mut self, cursor: Cursor) {
        let own = self.call.operation().id;
        let suits = self.paging().is_some_and(|paging| cursor.state.at.suits(&paging.advance));
        self.flights.clear();
        self.history = History::default();
        self.began = None;
        self.refusal = if cursor.operation != own {
            Some(format!("the cursor belongs to the list of `{}`", cursor.operation))
        } else if !suits {
            Some("the cursor was made when this list paged in another way; begin anew".to_owned())
        } else {
            None
        };
        (self.next, self.skip) = (Next::At(cursor.state), cursor.skip);
    }

    /// The place of the next item that is not given yet; nothing at the end of the list.
    pub(super) fn cursor(&self) -> Option<Cursor> {
        let state = match &self.next {
            Next::Start => begin(&self.call, self.paging()?, self.page_size).ok()?,
            Next::At(state) => state.clone(),
            Next::End => return None,
        };
        Some(self.cursor_at(state, self.skip))
    }

    /// The place after so many items of a page. A run with small pages that is resumed asks for ordinary ones: all it
    /// gave lies on the first of those.
    pub(super) fn cursor_at(&self, state: PageState, skip: u64) -> Cursor {
        let operation = self.call.operation().id.to_owned();
        match &self.began {
            Some(began) => Cursor { operation, state: began.clone(), skip: state.covered.saturating_add(skip) },
            None => Cursor { operation, state, skip },
        }
    }

    pub(super) fn paging(&self) -> Option<&'static Paging> {
        self.call.operation().paging
    }

    /// The next page; `None` at the end. After an error the same page is next again.
    pub(super) fn poll_page(&mut self, cx: &mut TaskContext<'_>) -> Poll<Option<Result<Fetched, Error>>> {
        if self.left == Some(0) || matches!(self.next, Next::End) {
            return Poll::Ready(None);
        }
        let (paging, state) = match self.state() {
            Ok(found) => found,
            Err(error) => return Poll::Ready(Some(Err(error))),
        };
        let ask = self.ask(paging, &state, self.left, self.skip);
        if self.flights.front().is_none_or(|flight| flight.ask != ask) {
            let flight = self.launch(paging, ask.clone());
            self.flights.push_front(flight);
        }
        self.look_ahead(paging, &state);
        let Some(flight) = self.flights.front_mut() else { return Poll::Ready(None) };
        let outcome = ready!(flight.poll(cx));
        self.flights.pop_front();
        Poll::Ready(Some(outcome.map(|answer| Fetched { state, sent: ask.size, answer })))
    }

    /// Reads the items of a page into `list` and moves on to the page after it.
    pub(super) fn take_in(&mut self, page: &Fetched, list: &mut dyn Slot) -> Result<Kept, Error> {
        let Some(paging) = self.paging() else { return Err(self.unpaged()) };
        let answer = &page.answer;
        let part = match answer.leaves_empty(list)? {
            true => Part::default(),
            false => read_part(answer.body(), paging.items, list, &places(paging))
                .map_err(|fault| answer.undecodable(fault))?,
        };
        let items = part.first.as_ref().and_then(|first| answer.body().get(first.start..));
        self.misfits = answer.judge(part.odds).map_err(|fault| answer.undecodable(fault))?;
        let outline = Outline {
            sent: page.sent,
            length: if let SlotRef::List(list) = list.slot_ref() { list.len() as u64 } else { 0 },
            first: part.first.clone().and_then(|first| answer.body().get(first)).map(digest),
            signals: Signals::read(paging, part.values, answer.headers()),
        };
        let verdict = match is_whole(&self.call, paging) {
            true => Verdict::End,
            false => {
                after(paging, &page.state, &outline, self.allow_repeats).map_err(|stalled| self.stalled(stalled))?
            }
        };
        if let Verdict::More(next) = &verdict {
            self.look_back(paging, &page.state, next, items).map_err(|stalled| self.stalled(stalled))?;
        }
        self.total = outline.signals.total.or(self.total);
        self.pages = outline.signals.pages.or(self.pages);
        Ok(match verdict {
            Verdict::End => self.keep(paging, page, outline.length, None),
            Verdict::More(next) => self.keep(paging, page, outline.length, Some(next)),
            Verdict::Instead(next) => {
                self.next = Next::At(next);
                Kept { state: page.state.clone(), skip: 0, take: 0, is_last: false, is_void: true }
            }
        })
    }

    /// Finds out a server that goes round in a circle. The first pages are compared by their first items alone, which costs
    /// less.
    fn look_back(
        &mut self,
        paging: &Paging,
        state: &PageState,
        next: &PageState,
        items: Option<&[u8]>,
    ) -> Result<(), Stalled> {
        if let Some(earlier) = self.history.position(next.number, &state.at, &next.at) {
            return Err(comes_again(next.number, earlier));
        }
        match items.filter(|_| next.number > 2 && !self.allow_repeats) {
            Some(items) => match self.history.page(next.number, items) {
                Some(earlier) => Err(circling(paging, next.number, earlier)),
                None => Ok(()),
            },
            None => Ok(()),
        }
    }

    /// Decides what of a page is given, and where the run goes on.
    fn keep(&mut self, paging: &'static Paging, page: &Fetched, length: u64, next: Option<PageState>) -> Kept {
        let skip = self.skip.min(length);
        let rest = length - skip;
        let take = self.left.map_or(rest, |left| left.min(rest));
        let is_last = next.is_none();
        if let Some(left) = &mut self.left {
            *left -= take;
        }
        (self.next, self.skip) = match next {
            _ if take < rest => (Next::At(page.state.clone()), skip + take),
            Some(state) => (Next::At(state), 0),
            None => (Next::End, 0),
        };
        match &self.next {
            Next::At(state) if self.left != Some(0) && self.read_ahead > 0 => self.look_ahead(paging, &state.clone()),
            Next::At(_) if self.left != Some(0) => {}
            _ => self.flights.clear(),
        }
        Kept { state: page.state.clone(), skip, take, is_last, is_void: false }
    }

    /// What a page is asked for with, when so many items may still be given and the first of the page were given already.
    pub(super) fn ask(&self, paging: &Paging, state: &PageState, left: Option<u64>, skip: u64) -> Ask {
        // With another size the number of a page would mean other items.
        let is_numbered = matches!(state.at, Position::Page(_));
        let wanted = self.page_size.map(|size| trusted(paging, size));
        let size = if is_numbered { state.size } else { wanted.or(state.size) };
        let enough = left.and_then(|left| u32::try_from(left.saturating_add(skip)).ok());
        let size = match (enough, size.or(paging.default_size)) {
            (Some(enough), Some(known)) if enough < known && !is_numbered => Some(enough),
            _ => size,
        };
        Ask { at: state.at.clone(), token: state.token.clone(), size: size.filter(|_| paging.size.is_some()) }
    }

    pub(super) fn launch(&self, paging: &Paging, ask: Ask) -> Flight {
        let call = match is_whole(&self.call, paging) {
            true => self.call.clone(),
            false => call_for(&self.call, paging, &ask),
        };
        Flight::start(ask, call, self.read_ahead > 0)
    }

    fn state(&mut self) -> Result<(&'static Paging, PageState), Error> {
        let Some(paging) = self.paging() else { return Err(self.unpaged()) };
        if let Some(refusal) = &self.refusal {
            return Err(self.error(Error::request(std::slice::from_ref(refusal))));
        }
        if let Next::At(state) = &self.next {
            return Ok((paging, state.clone()));
        }
        let mut state =
            begin(&self.call, paging, self.page_size).map_err(|problems| self.error(Error::request(&problems)))?;
        self.shorten(paging, &mut state);
        self.next = Next::At(state.clone());
        Ok((paging, state))
    }

    /// A run by page number that wants fewer items than a page has can ask for smaller pages as long as it stands at its
    /// beginning, and must then keep to that size. All it gives must lie on the first ordinary page, so how long that is
    /// must be known from the data; a caller's own size may be more than the server gives.
    fn shorten(&mut self, paging: &Paging, state: &mut PageState) {
        let at_first = ordinal(paging, state) == Some(1) && paging.size.is_some() && !paging.short_pages;
        let known = paging.max.or(paging.default_size).or(paging.ask).map(u64::from);
        let least = least(paging, state.size).zip(known).map(|(least, known)| least.min(known));
        if let (true, Some(left), Some(least)) = (at_first, self.left, least)
            && left < least
        {
            self.began = Some(state.clone());
            state.size = u32::try_from(left).ok();
        }
    }

    fn unpaged(&self) -> Error {
        self.error(Error::request(&["the operation does not answer in pages; send it".to_owned()]))
    }

    fn stalled(&self, stalled: Stalled) -> Error {
        let error = self.error(Error::new(ErrorKind::Stalled, stalled.what));
        match stalled.hint {
            Some(hint) => error.with_hint(hint),
            None => error,
        }
    }

    fn error(&self, error: Error) -> Error {
        let attempts = u32::from(error.kind() == ErrorKind::Stalled);
        error.with_call(&self.facts(), attempts)
    }

    /// Which call it is, for errors.
    pub(super) fn facts(&self) -> CallFacts {
        let operation = self.call.operation();
        CallFacts {
            operation: operation.id.into(),
            method: operation.method.clone(),
            template: operation.path.into(),
            host: self.call.context().host().name().to_owned(),
        }
    }
}
