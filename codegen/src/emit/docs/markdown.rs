//! Reads Markdown as rustdoc does, and writes it anew with nothing but what rustdoc takes without a warning.
//!
//! Writing anew is what makes it safe: a fence that was never closed is closed, and no tag or bracket of the text can be
//! more than text.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::text::{self, escaped, line_start, span};

/// How deep lists and quotations may nest; what nests deeper stands on this level.
const DEEPEST: usize = 6;

/// A space at which no line is broken; sanitised text holds no such character.
const HARD_SPACE: char = '\u{0}';

/// A line break that the author asked for.
const BREAK: &str = "\u{1}";

/// Tags that only say how a text looks; others are shown, as `List<String>` is no HTML.
const HTML: [&str; 52] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "u",
    "ul",
];

/// One line: blocks as plain text.
pub(super) fn line(text: &str) -> String {
    let mut writer = Writer { flat: true, ..Writer::default() };
    writer.run(&text::one_line(text));
    writer.flush();
    line_start(&writer.lines.join(" "))
}

/// Lines of at most `width` characters where words allow it.
pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    let mut writer = Writer { width, ..Writer::default() };
    writer.run(text::sanitized(text).trim_matches('\n').trim_end());
    writer.flush();
    let mut lines = writer.lines;
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// An item of a list, or a quotation.
struct Container {
    /// What stands before its first line, until that is written.
    marker: Option<String>,
    /// What stands before its other lines.
    prefix: String,
}

#[derive(Default)]
struct Writer {
    /// All in one line.
    flat: bool,
    width: usize,
    lines: Vec<String>,
    /// The paragraph, heading or cell that is being read.
    text: String,
    /// The open items and quotations.
    containers: Vec<Container>,
    /// How many open containers were too deep to be shown.
    flattened: usize,
    /// The numbers of the open lists, for those that count.
    lists: Vec<Option<u64>>,
    /// Where the open links lead; nothing for those that stay text.
    links: Vec<Option<String>>,
    /// Where the texts of the open emphases begin.
    spans: Vec<usize>,
    /// Whether the task that is being read is done; nothing where the text is none, or has begun.
    task: Option<bool>,
    cells: Vec<String>,
    /// The code block that is being read.
    code: Option<String>,
    /// The block of HTML that is being read.
    html: Option<String>,
    heading: Option<usize>,
    in_table: bool,
}

impl Writer {
    fn run(&mut self, text: &str) {
        let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
        for event in TextMergeStream::new(Parser::new_ext(text, options)) {
            match event {
                Event::Start(tag) => self.start(tag),
                Event::End(tag) => self.end(tag),
                Event::Text(text) => self.words(&text),
                Event::Code(code) => self.code_span(&code),
                Event::Html(html) | Event::InlineHtml(html) => match &mut self.html {
                    Some(block) => block.push_str(&html),
                    None => self.show_html(&html),
                },
                Event::SoftBreak => self.text.push(' '),
                Event::HardBreak => self.hard_break(),
                Event::Rule => self.rule(),
                Event::TaskListMarker(done) => self.task = Some(done),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.apart(),
            Tag::HtmlBlock => {
                self.apart();
                self.html = Some(String::new());
            }
            Tag::Heading { level, .. } => {
                self.apart();
                self.heading = Some(level as usize);
            }
            Tag::BlockQuote(_) => {
                self.apart();
                self.open(None, "> ");
            }
            Tag::CodeBlock(_) => {
                self.apart();
                self.code = Some(String::new());
            }
            Tag::List(first) => {
                self.flush();
                if self.lists.is_empty() {
                    self.apart();
                }
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::Table(_) => {
                self.apart();
                self.in_table = true;
            }
            Tag::Emphasis => self.open_span("*"),
            Tag::Strong => self.open_span("**"),
            Tag::Strikethrough => self.open_span("~~"),
            // The text of such a link is its URL.
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } => self.links.push(None),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => self.open_link(&dest_url),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.flush(),
            TagEnd::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                self.show_html(&html);
                self.flush();
            }
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.flush();
                self.close();
            }
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.text);
                self.cells.push(cell.trim().replace([HARD_SPACE, '\u{1}'], " "));
            }
            TagEnd::TableHead => {
                let columns = self.cells.len();
                self.row();
                if !self.flat {
                    self.put(&format!("|{}", " --- |".repeat(columns)));
                }
            }
            TagEnd::TableRow => self.row(),
            TagEnd::Table => self.in_table = false,
            TagEnd::Emphasis => self.close_span("*"),
            TagEnd::Strong => self.close_span("**"),
            TagEnd::Strikethrough => self.close_span("~~"),
            TagEnd::Link | TagEnd::Image => self.close_link(),
            _ => {}
        }
    }

    /// Begins a block, with an empty line before it unless it is the first of its container.
    fn apart(&mut self) {
        self.flush();
        let is_first = self.containers.last().is_some_and(|container| container.marker.is_some());
        let is_below_text = self.lines.last().is_some_and(|line| !line.trim_matches([' ', '>']).is_empty());
        if !self.flat && !is_first && is_below_text {
            let prefix: String = self.containers.iter().map(|container| container.prefix.as_str()).collect();
            self.lines.push(prefix.trim_end().to_owned());
        }
    }

    fn open(&mut self, marker: Option<String>, prefix: &str) {
        // The box of a task belongs to the text of its item, and not to what the item holds instead.
        self.task = None;
        if self.containers.len() < DEEPEST && !self.flat {
            self.containers.push(Container { marker, prefix: prefix.to_owned() });
        } else {
            self.flattened += 1;
        }
    }

    fn close(&mut self) {
        self.task = None;
        if self.flattened > 0 {
            self.flattened -= 1;
        } else {
            self.containers.pop();
        }
    }

    fn item(&mut self) {
        self.flush();
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                let marker = format!("{number}. ");
                // Markdown knows no longer numbers.
                *number = (*number + 1).min(999_999_999);
                marker
            }
            _ => "- ".to_owned(),
        };
        if self.flat && marker != "- " {
            self.text.push_str(&marker);
        }
        let indent = " ".repeat(marker.len());
        self.open(Some(marker), &indent);
    }

    fn open_span(&mut self, mark: &str) {
        self.text.push_str(mark);
        self.spans.push(self.text.len());
    }

    /// Ends an emphasis; one of which nothing is left goes, as its marks alone would mean something else.
    fn close_span(&mut self, mark: &str) {
        let start = self.spans.pop().unwrap_or_default();
        if self.text.get(start..).is_none_or(|text| text.trim().is_empty()) {
            self.text.truncate(start.saturating_sub(mark.len()));
        } else {
            self.text.push_str(mark);
        }
    }

    fn open_link(&mut self, url: &str) {
        let url = text::url(url).filter(|_| self.links.iter().all(Option::is_none));
        if url.is_some() {
            // `![` would begin an image.
            if self.text.ends_with('!') {
                self.text.pop();
                self.text.push_str("\\!");
            }
            self.text.push('[');
        }
        self.links.push(url);
    }

    fn close_link(&mut self) {
        let Some(Some(url)) = self.links.pop() else {
            return;
        };
        if self.text.ends_with('[') {
            self.text.pop();
            self.text.push_str(&format!("<{url}>"));
        } else {
            self.text.push_str(&format!("]({url})"));
        }
    }

    fn words(&mut self, words: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(words);
            return;
        }
        let in_link = self.links.iter().any(Option::is_some);
        let mut rest = words;
        while let Some(start) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
            let (before, from_url) = rest.split_at(start);
            escaped(before, &mut self.text);
            let length = from_url.find(|c: char| c.is_whitespace() || "<>\"'`()[]{}|\\^".contains(c));
            let (url, after) = from_url.split_at(length.unwrap_or(from_url.len()));
            let shown = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
            match text::url(shown).filter(|_| !in_link) {
                Some(link) => self.text.push_str(&format!("<{link}>")),
                None if in_link => escaped(shown, &mut self.text),
                // What follows may look like the rest of a URL.
                None => {
                    let (scheme, after) = shown.split_once('/').unwrap_or((shown, ""));
                    escaped(scheme, &mut self.text);
                    self.text.push_str("\\/");
                    escaped(after, &mut self.text);
                }
            }
            escaped(&url[shown.len()..], &mut self.text);
            rest = after;
        }
        escaped(rest, &mut self.text);
    }

    fn code_span(&mut self, code: &str) {
        let code = span(code, HARD_SPACE);
        // A backtick right before would make the fence of the span longer.
        if self.text.ends_with('`') {
            self.text.push(' ');
        }
        let code = if self.in_table { code.replace('|', "\\|") } else { code };
        self.text.push_str(&code);
    }

    /// Drops tags that only say how a text looks, and shows everything else.
    fn show_html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            self.words(&rest[..start]);
            rest = &rest[start..];
            let comment =
                rest.strip_prefix("<!--").map(|inner| inner.find("-->").map_or(inner, |end| &inner[end + 3..]));
            if let Some(after) = comment {
                rest = after;
                continue;
            }
            let inner = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
            let name =
                inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
            match rest.find('>').filter(|_| HTML.contains(&name.as_str())) {
                Some(end) => {
                    rest = &rest[end + 1..];
                    if matches!(name.as_str(), "br" | "p" | "li" | "tr" | "div") {
                        self.hard_break();
                    }
                }
                None => {
                    self.words("<");
                    rest = &rest[1..];
                }
            }
        }
        self.words(rest);
    }

    fn hard_break(&mut self) {
        let anew = self.flat || self.in_table || self.heading.is_some() || self.links.iter().any(Option::is_some);
        self.text.push_str(if anew { " " } else { BREAK });
    }

    fn rule(&mut self) {
        self.apart();
        if !self.flat {
            // Hyphens behind the marks of items would all be one rule.
            self.put("***");
        }
    }

    fn code_block(&mut self) {
        let Some(code) = self.code.take() else {
            return;
        };
        if self.flat {
            self.code_span(code.trim());
            return;
        }
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest.max(2) + 1);
        self.put(&format!("{fence}text"));
        for line in code.trim_end().lines() {
            self.put(line);
        }
        self.put(&fence);
    }

    fn row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        if self.flat {
            self.lines.push(cells.join(" "));
        } else {
            self.put(&format!("| {} |", cells.join(" | ")));
        }
    }

    /// Ends the paragraph or heading that is being read.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let heading = self.heading.take();
        let parts: Vec<Vec<&str>> =
            text.split(BREAK).map(|part| part.split([' ', '\n']).filter(|word| !word.is_empty()).collect()).collect();
        let parts: Vec<Vec<&str>> = parts.into_iter().filter(|words| !words.is_empty()).collect();
        if self.flat {
            let words = parts.concat().join(" ").replace(HARD_SPACE, " ");
            self.lines.extend(Some(words).filter(|words| !words.is_empty()));
            return;
        }
        if let Some(level) = heading {
            let words = parts.concat().join(" ").replace(HARD_SPACE, " ");
            if !words.is_empty() {
                self.put(&format!("{} {words}", "#".repeat(level)));
            }
            return;
        }
        let last = parts.len().saturating_sub(1);
        for (index, words) in parts.iter().enumerate() {
            self.paragraph(words, index < last);
        }
    }

    fn paragraph(&mut self, words: &[&str], breaks: bool) {
        let indent: usize = self.containers.iter().map(|container| container.prefix.len()).sum();
        let width = self.width.saturating_sub(indent).max(40);
        let mut line = String::new();
        let mut length = 0;
        for word in words {
            let long = word.chars().count();
            if length > 0 && length + 1 + long > width {
                self.put_text(&line);
                line.clear();
                length = 0;
            }
            if length > 0 {
                line.push(' ');
                length += 1;
            }
            line.push_str(word);
            length += long;
        }
        if breaks {
            line.push('\\');
        }
        self.put_text(&line);
    }

    fn put_text(&mut self, line: &str) {
        let line = line.replace(HARD_SPACE, " ");
        match self.task.take() {
            Some(true) => self.put(&format!("[x] {line}")),
            Some(false) => self.put(&format!("[ ] {line}")),
            None => self.put(&line_start(&line)),
        }
    }

    fn put(&mut self, line: &str) {
        self.task = None;
        let mut text = String::new();
        for container in &mut self.containers {
            match container.marker.take() {
                Some(marker) => text.push_str(&marker),
                None => text.push_str(&container.prefix),
            }
        }
        text.push_str(line);
        self.lines.push(text.trim_end().to_owned());
    }
}
