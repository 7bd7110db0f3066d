//! What programs do with a model besides its fields.

use super::assign::Assigned;
use super::error::NoSuchField;
use super::kept::{Kept, Place};
use super::residue::{Origin, Residue};
use super::slot::{Record, Slot};
use super::{JsonObject, Shape, SlotRef, Value, alike, told};

/// An object with known fields, made by [`model!`](crate::model!) or [`request_model!`](crate::request_model!).
///
/// ```
/// use harness_sdk_core::model::{self, Model};
///
/// harness_sdk_core::model! {
///     /// A workspace.
///     pub struct Workspace {
///         /// Its identifier.
///         "identifier" => pub identifier: String,
///         /// What it is for.
///         "description" => pub description: Option<String>,
///         /// Its labels.
///         "labels" => pub labels: Vec<String>,
///     }
/// }
///
/// let mut workspace: Workspace = model::from_slice(br#"{"identifier":"dev","labels":[],"added_later":7}"#)?;
/// assert_eq!(workspace.extra()["added_later"], 7);
///
/// workspace.send_null("description")?;
/// assert_eq!(model::to_vec(&workspace)?, br#"{"identifier":"dev","description":null,"labels":[],"added_later":7}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Model: Record {
    /// The fields that came with this object and that this crate does not know.
    fn extra(&self) -> &JsonObject
    where
        Self: Sized,
    {
        extra(self)
    }

    /// Changes the fields that this crate does not know: they are sent after the known ones.
    fn extra_mut(&mut self) -> &mut JsonObject
    where
        Self: Sized,
    {
        extra_mut(self)
    }

    /// The JSON that the field of that name in JSON came as, where it is of another JSON type than the field or holds a value
    /// that no type here can: `{}` where a text was due, `"7"` where a number was, `1e999`. Of a model that came as no
    /// object, the name is empty. Nothing once the field was given another value, and nothing where all fitted.
    ///
    /// It is what the field is written back as. [`Response::misfits`](crate::Response::misfits) tells where to look.
    ///
    /// ```
    /// use harness_sdk_core::model::{self, Model};
    ///
    /// harness_sdk_core::model! {
    ///     /// A run.
    ///     pub struct Run {
    ///         /// What it says.
    ///         "output" => pub output: Option<String>,
    ///     }
    /// }
    ///
    /// let run: Run = model::from_slice(br#"{"output":[{"x":1}]}"#)?;
    /// assert_eq!(run.output, None);
    /// assert_eq!(run.kept("output"), Some(serde_json::json!([{"x": 1}])));
    /// assert_eq!(model::to_vec(&run)?, br#"{"output":[{"x":1}]}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn kept(&self, name: &str) -> Option<Value>
    where
        Self: Sized,
    {
        kept(self, name)
    }

    /// Empties the field of that name in JSON and has it sent as `null`, until it is given a value. A setter does the same
    /// when it is called with [`Null`](super::Null).
    ///
    /// Without this an empty option is left out of what is sent, which many servers take for "leave it as it is".
    ///
    /// # Errors
    /// [`NoSuchField`] if the model has no field of that name; it lists those that there are.
    fn send_null(&mut self, name: &str) -> Result<(), NoSuchField>
    where
        Self: Sized,
    {
        empty_as(self, name, Origin::Null)
    }

    /// Empties the field of that name in JSON and has it sent as the empty list, map, text, number or object. A setter does
    /// the same when it is called with the empty value.
    ///
    /// Without this an empty value in a field that no setter was called for is left out of what is sent. An option has no
    /// empty value: it is left out.
    ///
    /// # Errors
    /// [`NoSuchField`] if the model has no field of that name; it lists those that there are.
    fn send_empty(&mut self, name: &str) -> Result<(), NoSuchField>
    where
        Self: Sized,
    {
        empty_as(self, name, Origin::Present)
    }

    /// Whether all fields hold what they hold in a new model, and there are no unknown ones.
    fn is_empty(&self) -> bool
    where
        Self: Sized,
    {
        SlotRef::Model(self).is_empty()
    }
}

impl<T: Record> Model for T {}

// What the trait does for all types stands here once. With bodies of its own, or without `Self: Sized`, each of some
// thousand generated types would have a copy of its own: two fifths of all that a module compiled.

fn extra(model: &dyn Record) -> &JsonObject {
    model.parts(&mut |_, _| ()).unknown()
}

fn extra_mut(model: &mut dyn Record) -> &mut JsonObject {
    model.parts_mut(&mut |_, _| ()).unknown_mut()
}

/// Remembers that a setter gave the field of that name in JSON, which holds `slot` now: what it came as counts no longer.
pub fn note(shape: &'static Shape, residue: &mut Residue, name: &str, slot: &dyn Slot, given: Assigned) {
    // Setters mostly come in the order of the fields.
    let Some(index) = shape.index(name, residue.after_last()) else { return };
    residue.forget(&Place::Field(index));
    residue.forget(&Place::Whole);
    let is_nothing = told::is_nothing(slot.slot_ref());
    residue.set_origin(index, if is_nothing { residue.untouched() } else { given.0 });
}

fn kept(model: &dyn Record, name: &str) -> Option<Value> {
    let shape = model.shape();
    let mut found = None;
    model.parts(&mut |slots, residue| {
        found = match shape.index(name, 0).and_then(|index| Some((index, slots.get(index)?))) {
            Some((index, slot)) => residue
                .kept_of(&Place::Field(index))
                .filter(|kept| alike::is_live(kept, slot.slot_ref()))
                .and_then(Kept::tree),
            None if name.is_empty() => alike::whole(residue, slots).and_then(Kept::tree),
            None => None,
        };
    });
    found
}

/// Empties the field of that name in JSON and remembers how that is to be written.
fn empty_as(model: &mut dyn Record, name: &str, origin: Origin) -> Result<(), NoSuchField> {
    let shape = model.shape();
    let index = shape.index(name, 0).ok_or_else(|| NoSuchField::new(shape, name))?;
    model.parts_mut(&mut |slots, residue| {
        if let Some(slot) = slots.get_mut(index) {
            slot.slot_mut().clear();
            residue.forget(&Place::Field(index));
            residue.set_origin(index, origin);
        }
    });
    Ok(())
}
