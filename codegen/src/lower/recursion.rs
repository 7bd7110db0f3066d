//! Which types contain themselves.

use std::collections::{BTreeMap, BTreeSet};

/// Direct containment between types: an edge where a value of one holds a value of the other in place.
#[derive(Debug, Default)]
pub struct Containment {
    edges: BTreeMap<String, BTreeSet<String>>,
    reach: BTreeMap<String, BTreeSet<String>>,
}

impl Containment {
    /// Notes that `outer` holds `inner` in place.
    pub fn add(&mut self, outer: &str, inner: &str) {
        self.edges.entry(outer.to_owned()).or_default().insert(inner.to_owned());
    }

    /// Computes what every type contains, in any depth.
    pub fn close(&mut self) {
        for start in self.edges.keys() {
            let mut seen = BTreeSet::new();
            let mut open = vec![start];
            while let Some(name) = open.pop() {
                for inner in self.edges.get(name).into_iter().flatten() {
                    if seen.insert(inner.clone()) {
                        open.push(inner);
                    }
                }
            }
            self.reach.insert(start.clone(), seen);
        }
    }

    /// Whether holding `inner` in place would make `outer` contain itself.
    pub fn recurses(&self, outer: &str, inner: &str) -> bool {
        outer == inner || self.reach.get(inner).is_some_and(|reached| reached.contains(outer))
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
}
