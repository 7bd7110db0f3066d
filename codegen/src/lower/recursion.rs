//! Which types contain themselves.

use std::collections::{BTreeMap, BTreeSet};

/// Direct containment between types: an edge where a value of one holds a value of the other in place.
#[derive(Debug, Default)]
pub struct Containment {
    edges: BTreeMap<String, BTreeSet<String>>,
    /// The ring that each type belongs to; a type that is in none is alone in one.
    rings: BTreeMap<String, usize>,
}

impl Containment {
    /// Notes that `outer` holds `inner` in place.
    pub fn add(&mut self, outer: &str, inner: &str) {
        self.edges.entry(outer.to_owned()).or_default().insert(inner.to_owned());
    }

    /// Finds the types that contain each other, in any depth.
    pub fn close(&mut self) {
        self.rings = Rings::of(&self.edges);
    }

    /// Whether `outer`, which holds `inner`, would contain itself.
    pub fn recurses(&self, outer: &str, inner: &str) -> bool {
        outer == inner || self.rings.get(inner).is_some_and(|ring| self.rings.get(outer) == Some(ring))
    }
}

/// Tarjan's search for strongly connected components, with a stack of its own: a chain of types may be long.
#[derive(Default)]
struct Rings<'a> {
    order: BTreeMap<&'a str, usize>,
    lowest: BTreeMap<&'a str, usize>,
    open: Vec<&'a str>,
    rings: BTreeMap<String, usize>,
}

impl<'a> Rings<'a> {
    fn of(edges: &'a BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, usize> {
        let mut search = Self::default();
        for start in edges.keys() {
            let mut trail = Vec::new();
            search.enter(start, edges, &mut trail);
            while let Some((node, next)) = trail.last_mut() {
                let node = *node;
                match next.pop() {
                    Some(inner) if search.rings.contains_key(inner) => {}
                    Some(inner) => match search.order.get(inner).copied() {
                        Some(order) => search.reaches(node, order),
                        None => search.enter(inner, edges, &mut trail),
                    },
                    None => {
                        trail.pop();
                        search.leave(node);
                        let lowest = search.lowest.get(node).copied().unwrap_or_default();
                        if let Some((outer, _)) = trail.last() {
                            search.reaches(outer, lowest);
                        }
                    }
                }
            }
        }
        search.rings
    }

    fn enter(
        &mut self,
        node: &'a str,
        edges: &'a BTreeMap<String, BTreeSet<String>>,
        trail: &mut Vec<(&'a str, Vec<&'a str>)>,
    ) {
        if self.order.contains_key(node) {
            return;
        }
        let order = self.order.len();
        self.order.insert(node, order);
        self.lowest.insert(node, order);
        self.open.push(node);
        trail.push((node, edges.get(node).into_iter().flatten().map(String::as_str).collect()));
    }

    fn reaches(&mut self, node: &'a str, order: usize) {
        let lowest = self.lowest.entry(node).or_insert(order);
        *lowest = order.min(*lowest);
    }

    /// Closes the ring that began at the node, if it is one's first.
    fn leave(&mut self, node: &'a str) {
        let order = self.order.get(node).copied();
        if order != self.lowest.get(node).copied() {
            return;
        }
        let ring = order.unwrap_or_default();
        while let Some(member) = self.open.pop() {
            self.rings.insert(member.to_owned(), ring);
            if member == node {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Containment;

    #[test]
    fn a_cycle_of_any_length_is_found() {
        let mut containment = Containment::default();
        containment.add("A", "B");
        containment.add("B", "C");
        containment.add("C", "A");
        containment.add("C", "D");
        containment.close();
        assert!(containment.recurses("A", "B"));
        assert!(containment.recurses("D", "D"));
        assert!(!containment.recurses("C", "D"));
    }

    #[test]
    fn a_long_chain_is_no_cycle_until_it_is_closed() {
        let name = |index: usize| format!("T{index:06}");
        let mut containment = Containment::default();
        (0..50_000).for_each(|index| containment.add(&name(index), &name(index + 1)));
        containment.close();
        assert!(!containment.recurses(&name(0), &name(1)));
        containment.add(&name(50_000), &name(0));
        containment.close();
        assert!(containment.recurses(&name(0), &name(1)));
    }
}
