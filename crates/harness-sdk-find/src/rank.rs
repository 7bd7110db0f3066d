//! How well an operation fits a query.
//!
//! Every word of the query is compared with every word of the index once; what it finds there counts by the place where
//! an operation has it, and the more, the fewer operations have it. Order does not matter.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use strsim::osa_distance;

use crate::index::{Module, Operation, modules, synonyms};
use crate::words::words;

/// How much a word counts by where it stands: method, summary and operationId, tag, path, module, types.
pub const PLACES: [f64; 6] = [1.0, 0.9, 0.7, 0.55, 0.5, 0.35];

const NAME: usize = 0;
const SUMMARY: usize = 1;

/// Words that say nothing about an operation.
pub const FILLERS: [&str; 17] =
    ["a", "all", "an", "the", "of", "for", "in", "to", "by", "and", "or", "with", "on", "from", "my", "how", "do"];

/// What a synonym counts, beside the word itself.
pub const SYNONYM: f64 = 0.9;

/// The least share of the query that an operation must answer to.
pub const LEAST: f64 = 0.4;

/// An operation that fits.
#[derive(Debug)]
pub struct Hit<'a> {
    /// Where it is.
    pub module: &'a Module,
    /// The operation.
    pub operation: &'a Operation,
    /// How well it fits: 0 to about 2.
    pub score: f64,
}

/// An operation with the words of its places.
#[derive(Debug)]
pub struct Row<'a> {
    /// Where it is.
    pub module: &'a Module,
    /// The operation.
    pub operation: &'a Operation,
    /// Numbers of words in [`Finder::vocabulary`], by place.
    pub words: &'a [Vec<usize>; PLACES.len()],
}

/// The index, cut into words.
#[derive(Debug)]
pub struct Finder {
    modules: Vec<Module>,
    candidates: Vec<Candidate>,
    /// Every word, by its number.
    vocabulary: Vec<String>,
    synonyms: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Debug)]
struct Candidate {
    module: usize,
    operation: usize,
    /// Numbers of words, by place.
    words: [Vec<usize>; PLACES.len()],
    /// Texts that are found whole: path, method, identifier and former name in lower case.
    whole: Vec<String>,
}

impl Default for Finder {
    fn default() -> Self {
        Self::new()
    }
}

impl Finder {
    /// Cuts the operations of the index into words.
    pub fn new() -> Self {
        let modules = modules();
        let mut numbers = HashMap::new();
        let mut candidates = Vec::new();
        for (index, module) in modules.iter().enumerate() {
            for (position, operation) in module.operations.iter().enumerate() {
                let (words, whole) = (cut(module, operation, &mut numbers), whole(operation));
                candidates.push(Candidate { module: index, operation: position, words, whole });
            }
        }
        let mut vocabulary = vec![String::new(); numbers.len()];
        for (word, number) in numbers {
            if let Some(place) = vocabulary.get_mut(number) {
                *place = word;
            }
        }
        let cut = |list: Vec<&str>| list.into_iter().flat_map(words).collect();
        let synonyms = synonyms().into_iter().map(|(asked, meant)| (words(asked).concat(), cut(meant))).collect();
        Self { modules, candidates, vocabulary, synonyms }
    }

    /// The modules, by name.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// Every word of the index, by its number.
    pub fn vocabulary(&self) -> &[String] {
        &self.vocabulary
    }

    /// Words that are asked for, and the words of the index that they stand for.
    pub fn synonyms(&self) -> &BTreeMap<String, BTreeSet<String>> {
        &self.synonyms
    }

    /// Every operation with its words.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.candidates.iter().filter_map(|candidate| {
            let (module, operation) = self.of(candidate)?;
            Some(Row { module, operation, words: &candidate.words })
        })
    }

    /// The operations that fit, the best first.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Hit<'_>> {
        let asked = self.asked(query);
        let whole = query.trim().to_lowercase();
        let mut hits: Vec<Hit<'_>> = self
            .candidates
            .iter()
            .filter_map(|candidate| {
                let (module, operation) = self.of(candidate)?;
                let score = candidate.score(&asked, &whole, operation.deprecated)?;
                Some(Hit { module, operation, score })
            })
            .collect();
        hits.sort_by(|a, b| {
            let key = |hit: &Hit<'_>| (hit.operation.path.len(), hit.module.name, hit.operation.name);
            b.score.total_cmp(&a.score).then_with(|| key(a).cmp(&key(b)))
        });
        hits.truncate(limit);
        hits
    }

    /// What to say when nothing fits.
    pub fn nothing(&self, query: &str) -> String {
        let alike = self.nearest(query);
        let alike =
            if alike.is_empty() { String::new() } else { format!("; words that look alike: {}", alike.join(", ")) };
        format!("nothing fits {query:?}{alike}")
    }

    fn of(&self, candidate: &Candidate) -> Option<(&Module, &Operation)> {
        let module = self.modules.get(candidate.module)?;
        Some((module, module.operations.get(candidate.operation)?))
    }

    /// Words of the index that resemble those of the query.
    pub fn nearest(&self, query: &str) -> Vec<&str> {
        let mut found = BTreeSet::new();
        for asked in words(query) {
            let near = self.vocabulary.iter().filter(|word| osa_distance(&asked, word) <= 1 + asked.len() / 3);
            found.extend(near.min_by_key(|word| osa_distance(&asked, word)).map(String::as_str));
        }
        found.into_iter().collect()
    }

    /// The words of the query, with what they find.
    fn asked(&self, query: &str) -> Vec<Asked> {
        let all = words(query);
        let telling: Vec<&String> = all.iter().filter(|word| !FILLERS.contains(&word.as_str())).collect();
        let kept = if telling.is_empty() { all.iter().collect() } else { telling };
        let distinct: BTreeSet<&String> = kept.into_iter().collect();
        distinct.into_iter().map(|word| self.weighed(word)).collect()
    }

    fn weighed(&self, word: &str) -> Asked {
        let is_known = self.vocabulary.iter().any(|known| known == word) || self.synonyms.contains_key(word);
        let synonyms = self.synonyms.get(word);
        let likeness = Likeness { asked: word, is_known };
        let fits: Vec<f64> = self
            .vocabulary
            .iter()
            .map(|known| {
                let alike = likeness.to(known);
                let is_synonym = synonyms.is_some_and(|synonyms| synonyms.contains(known));
                if is_synonym { alike.max(SYNONYM) } else { alike }
            })
            .collect();
        let having = self.candidates.iter().filter(|candidate| {
            let mut numbers = candidate.words.iter().flatten();
            numbers.any(|number| fits.get(*number).is_some_and(|fit| *fit > 0.0))
        });
        let rarity = (1.0 + self.candidates.len() as f64 / (1 + having.count()) as f64).ln();
        Asked { fits, rarity }
    }
}

/// A word of the query: how well each word of the index fits it, and how much it tells.
struct Asked {
    fits: Vec<f64>,
    rarity: f64,
}

/// A word that is asked for, to be compared with those of the index.
#[derive(Debug, Clone, Copy)]
pub struct Likeness<'a> {
    /// The word.
    pub asked: &'a str,
    /// Whether the index has it, or a synonym; if not, spelling is forgiven.
    pub is_known: bool,
}

impl Likeness<'_> {
    /// How alike a word of the index is: 0 to 1.
    pub fn to(self, known: &str) -> f64 {
        let Self { asked, is_known } = self;
        if asked == known {
            return 1.0;
        }
        let (short, long) = if asked.len() < known.len() { (asked, known) } else { (known, asked) };
        if short.len() >= 3 && long.starts_with(short) && long.len() <= short.len() * 4 {
            // A beginning counts for what it covers.
            return 0.6 + 0.3 * short.len() as f64 / long.len() as f64;
        }
        if asked.len() >= 5 && known.len() > asked.len() && known.contains(asked) {
            return 0.5;
        }
        let allowed = match asked.len() {
            0..4 => 0,
            4..8 => 1,
            _ => 2,
        };
        if !is_known && asked.len().abs_diff(known.len()) <= allowed && known.len() >= 4 {
            match osa_distance(asked, known) {
                distance if distance <= allowed => return 0.85 - 0.15 * distance as f64,
                _ => {}
            }
        }
        0.0
    }
}

/// Numbers of the words of an operation, by place.
fn cut(module: &Module, operation: &Operation, numbers: &mut HashMap<String, usize>) -> [Vec<usize>; PLACES.len()] {
    let mut cut = |texts: &[&str]| -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for word in texts.iter().flat_map(|text| words(text)) {
            let next = numbers.len();
            let number = *numbers.entry(word).or_insert(next);
            if !found.contains(&number) {
                found.push(number);
            }
        }
        found
    };
    [
        cut(&[operation.name]),
        cut(&[operation.summary, operation.id]),
        cut(&[operation.tag]),
        cut(&[operation.path]),
        cut(&[module.title, module.name]),
        cut(&operation.types),
    ]
}

/// The path first, then the names by which an operation is found whole, in lower case.
fn whole(operation: &Operation) -> Vec<String> {
    let names = [operation.path, operation.name, operation.id].into_iter().chain(operation.former);
    names.map(str::to_lowercase).collect()
}

impl Candidate {
    /// How well the operation fits; `None` when it answers to too little of the query.
    fn score(&self, asked: &[Asked], whole: &str, is_old: bool) -> Option<f64> {
        if self.whole.iter().any(|text| text == whole) {
            return Some(2.0);
        }
        let total: f64 = asked.iter().map(|word| word.rarity).sum();
        let met: f64 = asked.iter().map(|word| word.rarity * self.best(word)).sum();
        let share = if total > 0.0 { met / total } else { 0.0 };
        let part_of_path = whole.starts_with('/') && self.whole.first().is_some_and(|path| path.starts_with(whole));
        if share < LEAST && !part_of_path {
            return None;
        }
        // Of two operations that answer alike, the one that does nothing else is meant.
        let plain = 0.25 * self.covered(NAME, asked) + 0.15 * self.covered(SUMMARY, asked);
        let old = if is_old { 0.2 } else { 0.0 };
        Some(share + plain - old + if part_of_path { 1.0 } else { 0.0 })
    }

    /// The best place of a word in the operation.
    fn best(&self, word: &Asked) -> f64 {
        let at = |(words, weight): (&Vec<usize>, f64)| {
            let fits = words.iter().filter_map(|number| word.fits.get(*number));
            weight * fits.copied().fold(0.0, f64::max)
        };
        self.words.iter().zip(PLACES).map(at).fold(0.0, f64::max)
    }

    /// Which share of the words at a place the query asks for.
    fn covered(&self, place: usize, asked: &[Asked]) -> f64 {
        let numbers = &self.words[place];
        let fit = |number: usize| asked.iter().filter_map(|word| word.fits.get(number)).copied().fold(0.0, f64::max);
        let sum: f64 = numbers.iter().map(|number| fit(*number)).sum();
        if numbers.is_empty() { 0.0 } else { sum / numbers.len() as f64 }
    }
}
