//! Reads the builders that progenitor emitted: which methods, which setters, which types.
//!
//! progenitor's own bodies carry a state machine an operation and derive every type; measured, they cost five times
//! what a call into the shared runtime costs to compile. So the signatures are kept and the bodies are ours.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{
    Attribute, GenericArgument, Generics, PathArguments, ReturnType, Token, Type, Visibility, WhereClause,
    WherePredicate, braced,
};

use super::neutral;
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
///
/// # Errors
/// What the parser said.
pub fn signatures(module: &Module, tokens: TokenStream) -> syn::Result<BTreeMap<String, Signature>> {
    let mut emitted = emitted(tokens)?;
    let mut signatures = BTreeMap::new();
    for (index, operation) in module.operations.iter().enumerate() {
        let Some(mut found) = emitted.remove(&camel(&neutral::operation_id(index))) else { continue };
        let setters = operation.parameters.iter().enumerate().filter_map(|(index, parameter)| {
            Some((parameter.setter.clone(), found.setters.remove(&neutral::parameter_name(index))?))
        });
        let setters = setters.collect();
        signatures.insert(operation.builder.clone(), Signature { setters, ..found });
    }
    Ok(signatures)
}

/// The signatures of all builders, under the names they were emitted with.
///
/// Only these are parsed: the bodies of functions, by far the most of the tokens, are stepped over.
fn emitted(tokens: TokenStream) -> syn::Result<BTreeMap<String, Signature>> {
    match content_of_module(tokens, "builder") {
        Some(content) => builders.parse2(content),
        None => Ok(BTreeMap::new()),
    }
}

/// What stands between the braces of a module.
fn content_of_module(tokens: TokenStream, name: &str) -> Option<TokenStream> {
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        let is_module = matches!(token, TokenTree::Ident(ident) if ident == "mod")
            && matches!(tokens.next(), Some(TokenTree::Ident(ident)) if ident == name);
        if is_module && let Some(TokenTree::Group(content)) = tokens.next() {
            return Some(content.stream());
        }
    }
    None
}

fn builders(input: ParseStream<'_>) -> syn::Result<BTreeMap<String, Signature>> {
    let mut found = BTreeMap::new();
    while !input.is_empty() {
        if input.peek(Token![impl]) {
            let block: Block = input.parse()?;
            found.extend(signature(&block));
        } else {
            step_over(input)?;
        }
    }
    Ok(found)
}

fn step_over(input: ParseStream<'_>) -> syn::Result<()> {
    input.step(|cursor| match cursor.token_tree() {
        Some((_, rest)) => Ok(((), rest)),
        None => Err(cursor.error("expected a token")),
    })
}

/// An `impl` block without bodies.
struct Block {
    /// The type, where the block is not one of a trait.
    of: Option<Type>,
    functions: Vec<syn::Signature>,
}

impl Parse for Block {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Token![impl]>()?;
        input.parse::<Generics>()?;
        let mut of = Some(input.parse::<Type>()?);
        if input.parse::<Option<Token![for]>>()?.is_some() {
            input.parse::<Type>()?;
            of = None;
        }
        input.parse::<Option<WhereClause>>()?;
        let content;
        braced!(content in input);
        let mut functions = Vec::new();
        while !content.is_empty() {
            if of.is_none() {
                step_over(&content)?;
                continue;
            }
            content.call(Attribute::parse_outer)?;
            content.parse::<Visibility>()?;
            functions.push(content.parse()?);
            step_over(&content)?;
        }
        Ok(Self { of, functions })
    }
}

fn signature(block: &Block) -> Option<(String, Signature)> {
    let Type::Path(path) = block.of.as_ref()? else {
        return None;
    };
    let name = path.path.segments.last()?.ident.to_string();
    let mut signature = Signature::default();
    for function in &block.functions {
        match function.ident.to_string().as_str() {
            "new" => {}
            "send" => signature.answer = answer(&function.output)?,
            setter => {
                if let Some(ty) = converted_into(&function.generics) {
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
