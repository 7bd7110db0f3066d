//! Markdown of any kind becomes documentation that rustdoc takes as it is.

#[path = "../hostile/rustdoc.rs"]
mod rustdoc;

use harness_sdk_codegen::emit::docs;
use proptest::prelude::*;

/// Pieces of Markdown and HTML: whole ones, halves, and what only means something at the start of a line.
const PIECES: [&str; 92] = [
    "word",
    "two words",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\\",
    "\\\n",
    "  \n",
    "`",
    "``",
    "```",
    "```rust\n",
    "```\n",
    "~~~",
    "~~~ x\n",
    "~~",
    "*",
    "**",
    "***",
    "_",
    "__",
    "[",
    "]",
    "(",
    ")",
    "[x](y)",
    "[x][y]",
    "[y]: https://x.io\n",
    "[a]",
    "[`Vec`]",
    "[^1]",
    "[^1]: note\n",
    "![i](https://x.io/i.png)",
    "![i]",
    "https://x.io/a_b(c)",
    "http://x",
    "http://",
    "<https://x.io>",
    "<a@b.io>",
    "www.x.io",
    "<b>",
    "</b>",
    "<br/>",
    "<br",
    "<p>\n",
    "<script>",
    "</script>\n",
    "<!--",
    "-->",
    "<T>",
    "Vec<u8>",
    "<div>\n\n",
    "<pre>\n",
    "<?php",
    "<![CDATA[",
    "&lt;",
    "&amp;",
    "&#60;",
    "&",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "1) ",
    "999999999. ",
    "- [ ] ",
    "- [x] ",
    "> ",
    ">",
    "# ",
    "###### ",
    "#",
    "---\n",
    "***\n",
    "===\n",
    "| a | b |\n",
    "|---|---|\n",
    "|",
    ":",
    ": ",
    "$x$",
    "\u{202e}",
    "\u{2028}",
    "\u{0}",
    "\u{1}",
    "名前",
    "🦀",
    "let x = 1;",
];

fn cases(default: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(default), failure_persistence: None, ..ProptestConfig::default() }
}

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(4_000))]

    #[test]
    fn descriptions_are_sound(text in pieces()) {
        let mut file = String::new();
        docs::lines(&mut file, "    ", &docs::blocks(&[text]));
        prop_assert!(file.lines().all(|line| line.starts_with("    ///")));
        rustdoc::check_file(&file);
    }

    #[test]
    fn texts_one_after_the_other_are_sound(texts in prop::collection::vec(pieces(), 0..4)) {
        rustdoc::check(&docs::blocks(&texts).join("\n"));
    }

    #[test]
    fn titles_are_sound_and_stay_in_their_line(text in pieces()) {
        let line = docs::clean(&text);
        prop_assert!(!line.contains(['\n', '\r']));
        rustdoc::check(&line);
    }

    #[test]
    fn names_are_code_and_nothing_else(text in pieces()) {
        let code = docs::code(&text);
        prop_assert!(!code.contains(['\n', '\r']));
        rustdoc::check(&format!("{code} in the query."));
    }

    #[test]
    fn any_characters_are_sound(text in "\\PC{0,80}|(?s:.{0,80})") {
        rustdoc::check(&docs::blocks(&[text]).join("\n"));
    }
}

#[test]
fn what_an_item_holds_in_place_of_text_stays_what_it_is() {
    for (text, expected) in [
        ("- [x]\n  > quoted", "- > quoted"),
        ("- [x]\n  - inner", "- - inner"),
        ("- [x] done", "- [x] done"),
        ("- - ***\n    text", "- - ***\n    text"),
        ("- ---", "***"),
    ] {
        let lines = docs::blocks(&[text.to_owned()]).join("\n");
        rustdoc::check(&lines);
        assert_eq!(lines.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n"), expected);
    }
}

#[test]
fn lines_are_wrapped_and_nothing_is_lost() {
    let words: Vec<String> = (0..400).map(|index| format!("word{index}")).collect();
    let lines = docs::blocks(&[words.join(" ")]);
    assert!(lines.len() > 20 && lines.iter().all(|line| line.len() <= 100), "{lines:#?}");
    assert_eq!(lines.join(" "), words.join(" "));
}

#[test]
fn a_very_long_text_is_cut_off() {
    let lines = docs::blocks(&["word ".repeat(100_000)]);
    assert!(lines.iter().map(String::len).sum::<usize>() < 20_000);
    assert!(lines.last().is_some_and(|line| line.ends_with('…')));
}
