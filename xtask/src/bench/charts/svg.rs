//! Two forms of chart as SVG, readable on light and on dark pages.

use std::fmt::Write;

const WIDTH: f64 = 760.0;
/// Where bars begin: labels stand left of it.
const LEFT: f64 = 290.0;
/// What is kept for figures right of the bars.
const RIGHT: f64 = 64.0;
const TOP: f64 = 52.0;
const ROW: f64 = 28.0;

const STYLE: &str = "<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600; font-size: 15px }
.axis { fill: #59636e; font-size: 12px }
.paper { fill: #ffffff }
.ours { fill: #0969da }
.other { fill: #a3abb4 }
.rule { stroke: #d1d9e0 }
.mark { stroke: #1f2328; stroke-dasharray: 4 3 }
.way { stroke: #0969da; stroke-width: 2; fill: none }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .axis { fill: #9198a1 }
  .paper { fill: #0d1117 }
  .ours { fill: #4493f8 }
  .other { fill: #656c76 }
  .rule { stroke: #3d444d }
  .mark { stroke: #f0f6fc }
  .way { stroke: #4493f8 }
}
</style>
";

/// A bar with what it stands for.
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) value: f64,
    /// Whether it shows what this project costs.
    pub(super) ours: bool,
}

/// Bars below one another from a common zero, with so many decimals, and a line at a value to compare with.
pub(super) fn bars(title: &str, bars: &[Bar], decimals: usize, mark: Option<f64>) -> String {
    let height = TOP + ROW * bars.len() as f64 + 12.0;
    let most = bars.iter().map(|bar| bar.value).chain(mark).fold(0.0, f64::max);
    let width = |value: f64| value / most.max(f64::MIN_POSITIVE) * (WIDTH - LEFT - RIGHT);
    let mut body = String::new();
    for (row, bar) in bars.iter().enumerate() {
        let y = TOP + ROW * row as f64;
        let class = if bar.ours { "ours" } else { "other" };
        let _ = writeln!(
            body,
            "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{}</text>\n\
             <rect class=\"{class}\" x=\"{LEFT:.0}\" y=\"{:.0}\" width=\"{:.1}\" height=\"18\" rx=\"2\"/>\n\
             <text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{:.decimals$}</text>",
            LEFT - 10.0,
            y + 14.0,
            escape(&bar.label),
            y,
            width(bar.value),
            WIDTH - 20.0,
            y + 14.0,
            bar.value,
        );
    }
    if let Some(mark) = mark {
        let x = LEFT + width(mark);
        let _ = writeln!(
            body,
            "<line class=\"mark\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{:.0}\" y2=\"{:.0}\"/>",
            TOP - 6.0,
            height - 8.0
        );
    }
    chart(title, height, &body)
}

/// Points over an even axis, joined by lines.
pub(super) fn line(title: &str, points: &[(f64, f64)]) -> String {
    const HEIGHT: f64 = 360.0;
    let (left, right, top, bottom) = (60.0, WIDTH - 40.0, TOP + 8.0, HEIGHT - 40.0);
    let most = |read: fn(&(f64, f64)) -> f64| points.iter().map(read).fold(0.0, f64::max);
    let (across, up) = (axis(most(|point| point.0)), axis(most(|point| point.1)));
    let x = |value: f64| left + value / across.end * (right - left);
    let y = |value: f64| bottom - value / up.end * (bottom - top);
    let mut body = String::new();
    for tick in up.ticks() {
        let y = y(tick);
        let _ = writeln!(
            body,
            "<line class=\"rule\" x1=\"{left:.0}\" x2=\"{right:.0}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\n\
             <text class=\"axis\" x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>",
            left - 8.0,
            y + 4.0
        );
    }
    for tick in across.ticks() {
        let (x, y) = (x(tick), bottom + 20.0);
        let _ = writeln!(body, "<text class=\"axis\" x=\"{x:.1}\" y=\"{y:.0}\" text-anchor=\"middle\">{tick}</text>");
    }
    let way: Vec<String> = points.iter().map(|point| format!("{:.1},{:.1}", x(point.0), y(point.1))).collect();
    let _ = writeln!(body, "<polyline class=\"way\" points=\"{}\"/>", way.join(" "));
    for (across, up) in points {
        let _ = writeln!(body, "<circle class=\"ours\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"/>", x(*across), y(*up));
    }
    chart(title, HEIGHT, &body)
}

/// An axis from zero.
struct Axis {
    step: f64,
    end: f64,
}

impl Axis {
    fn ticks(&self) -> impl Iterator<Item = f64> {
        (0..=(self.end / self.step).round() as u32).map(|tick| f64::from(tick) * self.step)
    }
}

/// An axis that reaches to the value or a little farther, in about five steps that read well.
fn axis(most: f64) -> Axis {
    let rough = most.max(f64::MIN_POSITIVE) / 5.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|step| step * power).find(|step| *step >= rough);
    let step = step.unwrap_or(rough);
    Axis { step, end: (most / step).ceil().max(1.0) * step }
}

fn chart(title: &str, height: f64, body: &str) -> String {
    let title = escape(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\" width=\"{WIDTH:.0}\" \
         height=\"{height:.0}\" role=\"img\" aria-label=\"{title}\">\n<title>{title}</title>\n{STYLE}\
         <rect class=\"paper\" width=\"{WIDTH:.0}\" height=\"{height:.0}\" rx=\"6\"/>\n\
         <text class=\"title\" x=\"20\" y=\"30\">{title}</text>\n{body}</svg>\n"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_reach_as_far_as_the_largest_value_in_steps_that_read_well() {
        for (most, step, end) in [(22.09, 5.0, 25.0), (11_164.0, 2500.0, 12_500.0), (0.47, 0.1, 0.5), (10.0, 2.0, 10.0)]
        {
            let axis = axis(most);
            assert!(
                (axis.step - step).abs() < 1e-9 && (axis.end - end).abs() < 1e-9,
                "{most}: {} {}",
                axis.step,
                axis.end
            );
        }
    }

    #[test]
    fn words_of_records_stay_words() {
        let bar = Bar { label: "<a & \"b\">".to_owned(), value: 1.0, ours: false };
        let svg = bars("t", &[bar], 0, None);
        assert!(svg.contains(">&lt;a &amp; &quot;b&quot;&gt;</text>"), "{svg}");
    }
}
