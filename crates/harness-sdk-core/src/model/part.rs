//! A list inside a document, read without the document around it.

use std::ops::Range;

use super::codec::text_of;
use super::json::{Kind, Reader};
use super::odds::Odds;
use super::pointer::unescaped;
use super::trail::Fault;
use super::{DecodeError, Slot, SlotMut, SlotRef, Value, read};

/// What a document held beside the list that was read from it.
#[derive(Debug, Default)]
pub(crate) struct Part {
    /// The bytes of the list's first item.
    pub(crate) first: Option<Range<usize>>,
    /// The values at the places asked for; nothing where there is no text, number or boolean.
    pub(crate) values: Vec<Option<Value>>,
    /// The items' values of another JSON type than their fields'.
    pub(crate) odds: Odds,
}

/// Reads the list at `place`, in one go over the document, together with the single values at `beside`. A list that is
/// missing or `null` is empty. Places are JSON pointers through objects.
///
/// # Errors
/// [`DecodeError`] if the document is not JSON, something else stands where the list or an object around it should, or an
/// item is of another JSON type and cannot keep that: a list that seems shorter than it is, or to hold what it does not,
/// is worse than none.
pub(crate) fn read_part(
    document: &[u8],
    place: &str,
    list: &mut dyn Slot,
    beside: &[&str],
) -> Result<Part, DecodeError> {
    let part = Part { values: vec![None; beside.len()], ..Part::default() };
    let mut search = Search { list, part };
    let open: Vec<Open<'_>> =
        beside.iter().enumerate().map(|(index, rest)| (Some(index), *rest)).chain([(None, place)]).collect();
    let outcome = text_of(document).and_then(|text| {
        let mut reader = Reader::new(text);
        search.value(&mut reader, &open)?;
        reader.end()?;
        search.part.odds = Odds::of(text, reader.misfits);
        Ok(())
    });
    outcome.map(|()| search.part).map_err(|fault| DecodeError::new(&fault, document))
}

/// A place that is looked for: which value it is, none for the list, and what is left of its pointer.
type Open<'p> = (Option<usize>, &'p str);

struct Search<'s> {
    list: &'s mut dyn Slot,
    part: Part,
}

impl Search<'_> {
    fn value(&mut self, reader: &mut Reader<'_>, open: &[Open<'_>]) -> Result<(), Fault> {
        if open.iter().any(|(index, rest)| index.is_none() && rest.is_empty()) {
            return self.items(reader);
        }
        let leads_on = open.iter().any(|(index, _)| index.is_none());
        match reader.kind()? {
            Kind::Object => reader.object(|reader, name| {
                let below: Vec<Open<'_>> =
                    open.iter().filter_map(|(index, rest)| Some((*index, step(rest, &name)?))).collect();
                let done = if below.is_empty() { reader.skip() } else { self.value(reader, &below) };
                done.map_err(|fault| fault.in_field(&name))
            }),
            Kind::Null => reader.skip(),
            // The list should stand below, and so an object here.
            _ if leads_on => Err(reader.mismatch(Kind::Object.name())),
            Kind::List => reader.skip(),
            Kind::Bool | Kind::Number | Kind::Text => {
                let value = reader.value()?;
                for (index, _) in open.iter().filter(|(_, rest)| rest.is_empty()) {
                    if let Some(found) = index.and_then(|index| self.part.values.get_mut(index)) {
                        *found = Some(value.clone());
                    }
                }
                Ok(())
            }
        }
    }

    fn items(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let SlotMut::List(list) = self.list.slot_mut() else {
            return read::read(self.list, reader);
        };
        list.clear();
        self.part.first = None;
        if reader.null()? {
            return Ok(());
        }
        let first = &mut self.part.first;
        reader.list(|reader, index| {
            let kind = reader.kind()?;
            let start = reader.offset();
            read::read(list.grow(), reader)?;
            if reader.lost_at == start
                && !list.item(index).is_some_and(|item| matches!(item.slot_ref(), SlotRef::Model(_)))
            {
                let expected = reader.misfits.last().map_or("another value", |one| one.expected);
                return Err(Fault::new(start, format!("expected {expected}, found {}", kind.name())));
            }
            if index == 0 {
                *first = Some(start..reader.offset());
            }
            Ok(())
        })
    }
}

/// What is left of a pointer below the field `name`; nothing when it leads elsewhere.
fn step<'p>(pointer: &'p str, name: &str) -> Option<&'p str> {
    let path = pointer.strip_prefix('/')?;
    let end = path.find('/').unwrap_or(path.len());
    let (token, rest) = path.split_at(end);
    let fits = unescaped(token) == name;
    fits.then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(document: &str, place: &str, beside: &[&str]) -> (Vec<i64>, Part) {
        let mut list: Vec<i64> = Vec::new();
        let part = read_part(document.as_bytes(), place, &mut list, beside).unwrap();
        (list, part)
    }

    #[test]
    fn the_list_and_the_values_beside_it_are_read() {
        let document =
            r#" {"status": "OK", "data": {"total": 7, "a/b": [ 12 , 3], "last": false, "deep": {"total": 1}}} "#;
        let (list, part) = read(document, "/data/a~1b", &["/data/total", "/data/last", "/data", "/data/no", "/status"]);
        assert_eq!(list, [12, 3]);
        assert_eq!(&document[part.first.unwrap()], "12");
        let expected = [Some(Value::from(7)), Some(Value::from(false)), None, None, Some(Value::from("OK"))];
        assert_eq!(part.values, expected);
    }

    #[test]
    fn the_root_can_be_the_list_and_lists_can_be_missing() {
        assert_eq!(read("[1,2]", "", &["/total"]).0, [1, 2]);
        for document in [r#"{"data": null}"#, r#"{"data": {"content": null}}"#, "{}", "null"] {
            let (list, part) = read(document, "/data/content", &["/data/total"]);
            assert!(list.is_empty() && part.first.is_none() && part.values == [None], "{document}");
        }
        assert_eq!(read("null", "", &[]).0, [0_i64; 0]);
    }

    #[test]
    fn what_stands_twice_counts_as_it_stands_last() {
        let (list, part) = read(r#"{"n": 1, "l": [1, 2], "n": 2, "l": [3]}"#, "/l", &["/n"]);
        assert_eq!((list, part.values), (vec![3], vec![Some(Value::from(2))]));
    }

    #[test]
    fn faults_are_named_from_the_root() {
        let fault = |document: &str| {
            let mut list: Vec<i64> = Vec::new();
            read_part(document.as_bytes(), "/data/content", &mut list, &["/n"]).unwrap_err().to_string()
        };
        assert!(fault(r#"{"data": {"content": [1, "x"]}}"#).contains("$.data.content[1]"));
        assert!(
            fault(r#"{"data": {"content": {"a": 1}}}"#).contains("expected a list, found an object at $.data.content")
        );
        for document in
            [r#""maintenance""#, "[]", "7", "true", r#"{"data": "x"}"#, r#"{"data": []}"#, r#"{"data": false}"#]
        {
            assert!(fault(document).contains("expected an object, found a"), "{document}");
        }
        assert!(fault(r#"{"data": {"content": "7"}}"#).contains("expected a list, found a string"));
        assert!(fault(r#"{"other": [1, ]}"#).contains("$.other"));
        assert!(fault("{} []").contains("something follows"));
    }
}
