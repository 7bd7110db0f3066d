//! The ordinary types as places of a model.

use std::fmt::Debug;

use super::slot::{Dictionary, List, Maybe};
use super::{JsonObject, Map, Sensitive, Slot, Spot, SpotMut, Value};

macro_rules! slots {
    ($($type:ty: $self:ident => $spot:expr, $spot_mut:expr;)*) => {$(
        impl Slot for $type {
            fn spot(&$self) -> Spot<'_> {
                $spot
            }

            fn spot_mut(&mut $self) -> SpotMut<'_> {
                $spot_mut
            }
        }
    )*};
}

slots! {
    (): self => Spot::Unit, SpotMut::Unit;
    String: self => Spot::Text(self), SpotMut::Text(self);
    bool: self => Spot::Bool(*self), SpotMut::Bool(self);
    i64: self => Spot::Integer(*self), SpotMut::Long(self);
    i32: self => Spot::Integer(i64::from(*self)), SpotMut::Int(self);
    f64: self => Spot::Double(*self), SpotMut::Double(self);
    f32: self => Spot::Single(*self), SpotMut::Single(self);
    Value: self => Spot::Value(self), SpotMut::Value(self);
    JsonObject: self => Spot::Object(self), SpotMut::Object(self);
}

impl<T: Slot + Default> Slot for Vec<T> {
    fn spot(&self) -> Spot<'_> {
        Spot::List(self)
    }

    fn spot_mut(&mut self) -> SpotMut<'_> {
        SpotMut::List(self)
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
    fn spot(&self) -> Spot<'_> {
        Spot::Map(self)
    }

    fn spot_mut(&mut self) -> SpotMut<'_> {
        SpotMut::Map(self)
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
    fn spot(&self) -> Spot<'_> {
        match self {
            Some(value) => Spot::Maybe(Some(value)),
            None => Spot::Maybe(None),
        }
    }

    fn spot_mut(&mut self) -> SpotMut<'_> {
        SpotMut::Maybe(self)
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
    fn spot(&self) -> Spot<'_> {
        (**self).spot()
    }

    fn spot_mut(&mut self) -> SpotMut<'_> {
        (**self).spot_mut()
    }
}

impl<T: Slot + zeroize::Zeroize> Slot for Sensitive<T>
where
    Self: Debug,
{
    fn spot(&self) -> Spot<'_> {
        self.expose().spot()
    }

    fn spot_mut(&mut self) -> SpotMut<'_> {
        self.expose_mut().spot_mut()
    }
}
