//! How well an operation fits a query.
//!
//! Every word of the query is compared with every word of the index once; what it finds there counts by the place where
//! an operation has it, and the more, the fewer operations have it. Order does not matter.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use harness_sdk_codegen::emit::index::{Entry, ModuleIndex, words};
use strsim::osa_distance;

/// How much a word counts by where it stands.
const PLACES: [(Place, f64); 6] = [
    (Place::Name, 1.0),
    (Place::Summary, 0.9),
    (Place::Tag, 0.7),
    (Place::Path, 0.55),
    (Place::Module, 0.5),
    (Place::Type, 0.35),
];

/// Words that say nothing about an operation.
const FILLERS: [&str; 17] =
    ["a", "all", "an", "the", "of", "for", "in", "to", "by", "and", "or", "with", "on", "from", "my", "how", "do"];

/// What a synonym counts, beside the word itself.
const SYNONYM: f64 = 0.9;

/// The least share of the query that an operation must answer to.
const LEAST: f64 = 0.4;

#[derive(Clone, Copy)]
enum Place {
    Name,
    Summary,
    Tag,
    Path,
    Module,
    Type,
}

/// An operation that fits, and how well: 0 to about 1.5.
#[derive(Debug)]
pub(crate) struct Hit<'a> {
    pub(crate) module: &'a ModuleIndex,
    pub(crate) entry: &'a Entry,
    pub(crate) score: f64,
}

/// The index, cut into words.
pub(crate) struct Ranking<'a> {
    candidates: Vec<Candidate<'a>>,
    /// Every word, by its number.
    vocabulary: Vec<String>,
    synonyms: BTreeMap<String, BTreeSet<String>>,
}

struct Candidate<'a> {
    module: &'a ModuleIndex,
    entry: &'a Entry,
    /// Numbers of words, by place.
    words: [Vec<usize>; PLACES.len()],
    /// Texts that are found whole: method, identifier and path in lower case.
    whole: [String; 3],
}

impl<'a> Ranking<'a> {
    /// Cuts the operations of the modules into words.
    pub(crate) fn new(modules: &'a [ModuleIndex], synonyms: &BTreeMap<String, Vec<String>>) -> Self {
        let mut numbers = HashMap::new();
        let mut candidates = Vec::new();
        for module in modules {
            for entry in &module.operations {
                candidates.push(Candidate::new(module, entry, &mut numbers));
            }
        }
        let mut vocabulary = vec![String::new(); numbers.len()];
        for (word, number) in numbers {
            if let Some(place) = vocabulary.get_mut(number) {
                *place = word;
            }
        }
        let cut = |list: &Vec<String>| list.iter().flat_map(|word| words(word)).collect();
        let synonyms = synonyms.iter().map(|(asked, meant)| (words(asked).concat(), cut(meant))).collect();
        Self { candidates, vocabulary, synonyms }
    }

    /// The operations that fit, the best first.
    pub(crate) fn find(&self, query: &str, limit: usize) -> Vec<Hit<'a>> {
        let asked = self.asked(query);
        let whole = query.trim().to_lowercase();
        let mut hits: Vec<Hit<'a>> = self
            .candidates
            .iter()
            .filter_map(|candidate| {
                let score = candidate.score(&asked, &whole)?;
                Some(Hit { module: candidate.module, entry: candidate.entry, score })
            })
            .collect();
        hits.sort_by(|a, b| {
            let key = |hit: &Hit<'a>| (hit.entry.path.len(), &hit.module.module, &hit.entry.name);
            b.score.total_cmp(&a.score).then_with(|| key(a).cmp(&key(b)))
        });
        hits.truncate(limit);
        hits
    }

    /// Words of the index that resemble those of the query.
    pub(crate) fn nearest(&self, query: &str) -> Vec<&str> {
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
        let fits: Vec<f64> = self
            .vocabulary
            .iter()
            .map(|known| {
                let alike = likeness(word, known, is_known);
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

/// How alike two words are. Spelling is forgiven where the index does not know the word.
fn likeness(asked: &str, known: &str, is_known: bool) -> f64 {
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
    let allowed = match asked.chars().count() {
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

impl<'a> Candidate<'a> {
    fn new(module: &'a ModuleIndex, entry: &'a Entry, numbers: &mut HashMap<String, usize>) -> Self {
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
        let types: Vec<&str> = entry.types.iter().map(String::as_str).collect();
        // The same order as the places.
        let words = [
            cut(&[&entry.name]),
            cut(&[&entry.summary, &entry.id]),
            cut(&[&entry.tag]),
            cut(&[&entry.path]),
            cut(&[&module.title, &module.module]),
            cut(&types),
        ];
        let whole = [&entry.name, &entry.id, &entry.path].map(|text| text.to_lowercase());
        Self { module, entry, words, whole }
    }

    /// How well the operation fits; `None` when it answers to too little of the query.
    fn score(&self, asked: &[Asked], whole: &str) -> Option<f64> {
        if self.whole.iter().any(|text| text == whole) {
            return Some(2.0);
        }
        let total: f64 = asked.iter().map(|word| word.rarity).sum();
        let met: f64 = asked.iter().map(|word| word.rarity * self.best(word)).sum();
        let share = if total > 0.0 { met / total } else { 0.0 };
        let part_of_path = whole.starts_with('/') && self.whole[2].starts_with(whole);
        if share < LEAST && !part_of_path {
            return None;
        }
        // Of two operations that answer alike, the one that does nothing else is meant.
        let plain = 0.25 * self.covered(Place::Name, asked) + 0.15 * self.covered(Place::Summary, asked);
        let old = if self.entry.deprecated { 0.2 } else { 0.0 };
        Some(share + plain - old + if part_of_path { 1.0 } else { 0.0 })
    }

    /// The best place of a word in the operation.
    fn best(&self, word: &Asked) -> f64 {
        let at = |(place, weight): (Place, f64)| {
            let fits = self.words[place as usize].iter().filter_map(|number| word.fits.get(*number));
            weight * fits.copied().fold(0.0, f64::max)
        };
        PLACES.into_iter().map(at).fold(0.0, f64::max)
    }

    /// Which share of the words at a place the query asks for.
    fn covered(&self, place: Place, asked: &[Asked]) -> f64 {
        let numbers = &self.words[place as usize];
        let fit = |number: usize| asked.iter().filter_map(|word| word.fits.get(number)).copied().fold(0.0, f64::max);
        let sum: f64 = numbers.iter().map(|number| fit(*number)).sum();
        if numbers.is_empty() { 0.0 } else { sum / numbers.len() as f64 }
    }
}
