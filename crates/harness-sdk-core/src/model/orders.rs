//! In which order the fields of a list's items come: types have the alphabet's, servers their own, and the same for each item.

use super::Shape;

/// The orders so far of a document.
#[derive(Debug, Default)]
pub(super) struct Orders(Vec<Order>);

/// Where an order stands among them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known(usize);

#[derive(Debug)]
struct Order {
    shape: &'static Shape,
    /// Which field came first, and after it, at one more than its own place in the type, which came after each.
    next: Box<[usize]>,
}

impl Orders {
    /// The order of a shape's fields; that of the type, when none was met.
    pub(super) fn of(&mut self, shape: &'static Shape) -> Known {
        let known = self.0.iter().position(|order| std::ptr::eq(order.shape, shape));
        Known(known.unwrap_or_else(|| {
            self.0.push(Order { shape, next: (0..=shape.wire.len()).collect() });
            self.0.len() - 1
        }))
    }

    /// Which field came last time at `after`: 0 at an object's start, else one more than the place of the field before.
    #[inline]
    pub(super) fn next(&self, order: Known, after: usize) -> usize {
        self.0.get(order.0).and_then(|order| order.next.get(after)).copied().unwrap_or(after)
    }

    /// Remembers which field came at `after`.
    #[cold]
    pub(super) fn set(&mut self, order: Known, after: usize, index: usize) {
        if let Some(next) = self.0.get_mut(order.0).and_then(|order| order.next.get_mut(after)) {
            *next = index;
        }
    }
}
