//! JSON that no type describes.

use super::{Kind, Reader};
use crate::model::trail::Fault;
use crate::model::{JsonObject, Value};

impl Reader<'_> {
    /// Reads any value.
    pub(in crate::model) fn value(&mut self) -> Result<Value, Fault> {
        match self.kind()? {
            Kind::Null => self.null().map(|_| Value::Null),
            Kind::Bool => self.bool().map(Value::Bool),
            Kind::Text => Ok(Value::String(self.string()?.into_owned())),
            Kind::Number => self.any_number(),
            Kind::Object => self.any_object().map(Value::Object),
            Kind::List => {
                let mut items = Vec::new();
                self.list(|reader, _| {
                    items.push(reader.value()?);
                    Ok(())
                })?;
                Ok(Value::Array(items))
            }
        }
    }

    /// Reads an object of any shape.
    pub(in crate::model) fn any_object(&mut self) -> Result<JsonObject, Fault> {
        let mut fields = JsonObject::new();
        self.object(|reader, name| {
            let value = reader.value().map_err(|fault| fault.in_field(&name))?;
            fields.insert(name.into_owned(), value);
            Ok(())
        })?;
        Ok(fields)
    }
}
