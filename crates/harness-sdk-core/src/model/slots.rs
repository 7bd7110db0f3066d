//! The ordinary types as places of a model.

use std::fmt::Debug;

use super::slot::{Dictionary, List, Maybe};
use super::{JsonObject, Map, Sensitive, Slot, SlotMut, SlotRef, Value};

macro_rules! slots {
    ($($type:ty: $self:ident => $slot:expr, $slot_mut:expr;)*) => {$(
        impl Slot for $type {
            fn slot_ref(&$self) -> SlotRef<'_> {
                $slot
            }

            fn slot_mut(&mut $self) -> SlotMut<'_> {
                $slot_mut
            }
        }
    )*};
}

slots! {
    (): self => SlotRef::Unit, SlotMut::Unit;
    String: self => SlotRef::Text(self), SlotMut::Text(self);
    bool: self => SlotRef::Bool(*self), SlotMut::Bool(self);
    i64: self => SlotRef::Integer(*self), SlotMut::Long(self);
    i32: self => SlotRef::Integer(i64::from(*self)), SlotMut::Int(self);
    f64: self => SlotRef::Double(*self), SlotMut::Double(self);
    f32: self => SlotRef::Single(*self), SlotMut::Single(self);
    Value: self => SlotRef::Value(self), SlotMut::Value(self);
    JsonObject: self => SlotRef::Object(self), SlotMut::Object(self);
}

impl<T: Slot + Default> Slot for Vec<T> {
    fn slot_ref(&self) -> SlotRef<'_> {
        SlotRef::List(self)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::List(self)
    }
}

impl<T: Slot + Default> List for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> Option<&dyn Slot> {
        self.get(index).map(|item| item as &dyn Slot)
    }

    fn clear(&mut self) {
        self.clear();
    }

    fn grow(&mut self) -> &mut dyn Slot {
        let index = self.len();
        self.push(T::default());
        &mut self[index]
    }
}

impl<T: Slot + Default> Slot for Map<T> {
    fn slot_ref(&self) -> SlotRef<'_> {
        SlotRef::Map(self)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Map(self)
    }
}

impl<T: Slot + Default> Dictionary for Map<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn value(&self, name: &str) -> Option<&dyn Slot> {
        self.get(name).map(|value| value as &dyn Slot)
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &dyn Slot) -> bool) {
        for (name, value) in self {
            if !visit(name, value) {
                return;
            }
        }
    }

    fn clear(&mut self) {
        self.clear();
    }

    fn grow(&mut self, name: String) -> &mut dyn Slot {
        let value = self.entry(name).or_default();
        *value = T::default();
        value
    }
}

impl<T: Slot + Default> Slot for Option<T> {
    fn slot_ref(&self) -> SlotRef<'_> {
        match self {
            Some(value) => SlotRef::Maybe(Some(value)),
            None => SlotRef::Maybe(None),
        }
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Maybe(self)
    }
}

impl<T: Slot + Default> Maybe for Option<T> {
    fn clear(&mut self) {
        *self = None;
    }

    fn grow(&mut self) -> &mut dyn Slot {
        self.insert(T::default())
    }
}

impl<T: Slot + ?Sized> Slot for Box<T> {
    fn slot_ref(&self) -> SlotRef<'_> {
        (**self).slot_ref()
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        (**self).slot_mut()
    }
}

impl<T: Slot + zeroize::Zeroize> Slot for Sensitive<T>
where
    Self: Debug,
{
    fn slot_ref(&self) -> SlotRef<'_> {
        self.expose().slot_ref()
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        self.expose_mut().slot_mut()
    }
}
