//! Reads the builders that progenitor emitted: which methods, which setters, which types.
//!
//! progenitor's own bodies carry a state machine an operation and derive every type; measured, they cost five times
//! what a call into the shared runtime costs to compile. So the signatures are kept and the bodies are ours.

use std::collections::BTreeMap;

use syn::{File, GenericArgument, ImplItem, Item, ItemImpl, PathArguments, ReturnType, Type, WherePredicate};

use super::skeleton;
use crate::ir::Module;
use crate::rust_name::camel;

/// The signature of one builder.
#[derive(Debug, Clone, Default)]
pub struct Signature {
    /// Setter names and the types they convert into.
    pub setters: BTreeMap<String, String>,
    /// What `send` answers.
    pub answer: String,
}

impl Signature {
    /// What a setter converts into.
    pub fn setter(&self, name: &str) -> Option<&String> {
        self.setters.get(name)
    }
}

/// The signatures of a module's builders, by the builders' and setters' names.
pub fn signatures(module: &Module, file: &File) -> BTreeMap<String, Signature> {
    let mut emitted = emitted(file);
    let mut signatures = BTreeMap::new();
    for (index, operation) in module.operations.iter().enumerate() {
        let Some(mut found) = emitted.remove(&camel(&skeleton::operation_id(index))) else { continue };
        let setters = operation.parameters.iter().enumerate().filter_map(|(index, parameter)| {
            Some((parameter.setter.clone(), found.setters.remove(&skeleton::parameter_name(index))?))
        });
        let setters = setters.collect();
        signatures.insert(operation.builder.clone(), Signature { setters, ..found });
    }
    signatures
}

/// The signatures of all builders, under the names they were emitted with.
fn emitted(file: &File) -> BTreeMap<String, Signature> {
    let mut found = BTreeMap::new();
    for item in &file.items {
        let Item::Mod(module) = item else { continue };
        let Some((_, items)) = module.content.as_ref().filter(|_| module.ident == "builder") else {
            continue;
        };
        for item in items {
            if let Item::Impl(block) = item
                && let Some((name, signature)) = signature(block)
            {
                found.insert(name, signature);
            }
        }
    }
    found
}

fn signature(block: &ItemImpl) -> Option<(String, Signature)> {
    let Type::Path(path) = &*block.self_ty else {
        return None;
    };
    let name = path.path.segments.last()?.ident.to_string();
    let mut signature = Signature::default();
    for item in &block.items {
        let ImplItem::Fn(function) = item else { continue };
        match function.sig.ident.to_string().as_str() {
            "new" => {}
            "send" => signature.answer = answer(&function.sig.output)?,
            setter => {
                if let Some(ty) = converted_into(&function.sig.generics) {
                    signature.setters.insert(setter.to_owned(), ty);
                }
            }
        }
    }
    Some((name, signature))
}

/// The `T` of `where V: TryInto<T>`.
fn converted_into(generics: &syn::Generics) -> Option<String> {
    let clause = generics.where_clause.as_ref()?;
    clause.predicates.iter().find_map(|predicate| {
        let WherePredicate::Type(bound) = predicate else { return None };
        bound.bounds.iter().find_map(|bound| match bound {
            syn::TypeParamBound::Trait(bound) => {
                let last = bound.path.segments.last().filter(|segment| segment.ident == "TryInto")?;
                first_argument(&last.arguments).map(plain)
            }
            _ => None,
        })
    })
}

/// The `T` of `Result<ResponseValue<T>, E>`.
fn answer(output: &ReturnType) -> Option<String> {
    let ReturnType::Type(_, ty) = output else { return None };
    let response = argument_of(ty)?;
    argument_of(response).map(plain)
}

fn argument_of(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    first_argument(&path.path.segments.last()?.arguments)
}

fn first_argument(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The type without the `::std::...` paths that generated code needs and a reader does not.
fn plain(ty: &Type) -> String {
    match ty {
        Type::Path(path) => {
            let segments = &path.path.segments;
            let keep_from = match segments.first() {
                Some(first) if first.ident == "types" => 0,
                _ => segments.len().saturating_sub(1),
            };
            let parts: Vec<String> = segments
                .iter()
                .skip(keep_from)
                .map(|segment| match first_argument(&segment.arguments) {
                    Some(inner) => format!("{}<{}>", segment.ident, plain(inner)),
                    None => segment.ident.to_string(),
                })
                .collect();
            parts.join("::")
        }
        _ => "()".to_owned(),
    }
}
