//! Expressions of examples, laid out as rustfmt would.

/// How wide a line of an example is.
const WIDTH: usize = 92;

/// An expression.
#[derive(Debug, Clone)]
pub enum Expr {
    /// Anything short.
    Word(String),
    /// A head and calls on it; `new` belongs to the head's type.
    Chain(String, Vec<(String, Option<Expr>)>),
    /// A function of one argument.
    Call(String, Box<Expr>),
    /// A list of one item.
    List(Box<Expr>),
    /// A map of one entry.
    Pair(Box<Expr>),
    /// The outcome of a call.
    Awaited(Box<Expr>),
}

impl Expr {
    /// A text.
    pub fn text_of(text: &str) -> Self {
        Self::Word(super::literal(text))
    }

    /// The expression, broken into lines where it is too long; `used` characters stand before it in its line.
    pub fn text(&self, used: usize) -> String {
        self.laid(0, used)
    }

    fn flat(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Chain(head, calls) => {
                let calls = calls.iter().map(|(name, argument)| {
                    let argument = argument.as_ref().map(Self::flat).unwrap_or_default();
                    format!("{}{name}({argument})", joint(name))
                });
                format!("{head}{}", calls.collect::<String>())
            }
            Self::Call(name, argument) => format!("{name}({})", argument.flat()),
            Self::List(item) => format!("[{}]", item.flat()),
            Self::Pair(value) => format!("[(\"key\", {})]", value.flat()),
            Self::Awaited(call) => format!("{}.await?", call.flat()),
        }
    }

    fn laid(&self, indent: usize, used: usize) -> String {
        let flat = self.flat();
        if indent + used + flat.len() <= WIDTH {
            return flat;
        }
        let pad = " ".repeat(indent + 4);
        match self {
            Self::Chain(head, calls) => {
                let mut text = head.clone();
                for (index, (name, argument)) in calls.iter().enumerate() {
                    let start = joint(name);
                    let argument = argument.as_ref().map(|argument| argument.laid(indent + 4, name.len() + 4));
                    let line = format!("{start}{name}({})", argument.unwrap_or_default());
                    if index == 0 && start == "::" {
                        text.push_str(&line);
                    } else {
                        text.push_str(&format!("\n{pad}{line}"));
                    }
                }
                text
            }
            Self::Call(name, argument) => format!("{name}({})", argument.laid(indent, used + name.len())),
            Self::List(item) => format!("[{}]", item.laid(indent, used + 1)),
            Self::Pair(value) => format!("[(\"key\", {})]", value.laid(indent, used + 9)),
            Self::Awaited(call) => format!("{}\n{pad}.await?", call.laid(indent, WIDTH)),
            Self::Word(_) => flat,
        }
    }
}

fn joint(name: &str) -> &'static str {
    if name == "new" { "::" } else { "." }
}
