//! PDF: pages of lines from the glyphs its pages print.

mod fonts;
mod glyphs;
mod warnings;

use std::any::Any;
use std::thread;

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, RenderContent, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::object::Dict;
use hayro_syntax::page::Page as PdfPage;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::{Document, Format, Unreadable, sniff};
use crate::document::page::{Line, Page};
use fonts::Fonts;
use glyphs::{LineBuilder, Mark, Turn};

/// Pages read of one file; the longest report has some 80.
const MOST_PAGES: usize = 5_000;
/// Characters read of one file: some thirty long novels.
const MOST_CHARACTERS: usize = 20_000_000;
/// Stack for the PDF reader, which follows forms inside forms: the main thread's differs by system.
const STACK_BYTES: usize = 32 << 20;
/// Width of the strip around a page in which text still counts as on it, in points.
const MARGIN: f32 = 5.0;

/// Reads a PDF.
///
/// # Errors
///
/// Every variant of [`Unreadable`] that concerns the content.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    if !sniff::is_pdf(bytes) {
        return Err(Unreadable::NotWhatItsNameSays {
            expected: Format::Pdf,
            looks_like: sniff::looks_like(bytes).to_owned(),
        });
    }
    // A thread of its own: for its stack, and because a panic in it ends only the thread.
    let outcome = thread::scope(|scope| {
        thread::Builder::new()
            .name("pdf".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || extract(bytes.to_vec()))
            .map(std::thread::ScopedJoinHandle::join)
    })?;
    outcome.unwrap_or_else(|panic| {
        Err(Unreadable::Crashed {
            detail: panic_message(panic.as_ref()),
        })
    })
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    message.chars().take(200).collect()
}

fn extract(bytes: Vec<u8>) -> Result<Document, Unreadable> {
    let pdf = Pdf::new(bytes).map_err(load_error)?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(corrupt("it has no pages"));
    }
    let mut warnings = Vec::new();
    if pages.len() > MOST_PAGES {
        warnings.push(format!(
            "only the first {MOST_PAGES} of {} pages were read",
            pages.len()
        ));
    }

    let cache = InterpreterCache::new();
    // Annotations are comments and form fields drawn over the report.
    let settings = InterpreterSettings {
        render_content: RenderContent::PAGE,
        ..InterpreterSettings::default()
    };
    let mut collector = Collector::default();
    let mut layers = Vec::with_capacity(pages.len().min(MOST_PAGES));
    for page in pages.iter().take(MOST_PAGES) {
        let (width, height) = page.render_dimensions();
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            &cache,
            pdf.xref(),
            settings.clone(),
        );
        collector.begin_page(page);
        interpret_page(page, &mut context, &mut collector);
        layers.push(collector.finish_page());
    }
    if collector.characters >= MOST_CHARACTERS {
        warnings.push(format!(
            "only the first {MOST_CHARACTERS} characters were read"
        ));
    }
    warnings.extend(warnings::unmapped(&layers));
    let pictured: Vec<bool> = layers.iter().map(|layer| layer.pictured).collect();
    let pages = choose_layers(layers);
    if pages.iter().all(|page| page.lines.is_empty()) {
        return Err(Unreadable::NoText {
            pages: pages.len(),
            scanned: pictured.contains(&true),
        });
    }
    warnings.extend(warnings::scanned_pages(&pages, &pictured));
    Ok(Document::of_pages(pages, warnings))
}

fn load_error(error: LoadPdfError) -> Unreadable {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unreadable::Encrypted,
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => {
            corrupt("it is encrypted in a way that cannot be read")
        }
        LoadPdfError::Decryption(_) => corrupt("its encryption details are broken"),
        LoadPdfError::Invalid => corrupt("no pages can be found in it"),
    }
}

fn corrupt(detail: &str) -> Unreadable {
    Unreadable::Corrupt {
        detail: detail.to_owned(),
    }
}

/// What one page prints, by how it is meant.
struct Layers {
    page: Page,
    /// Headers, footers, page numbers: marked as no part of the report's text.
    artifacts: Vec<Line>,
    /// Printed without ink, as text recognition puts its words over a scan.
    invisible: Vec<Line>,
    characters: usize,
    unmapped: usize,
    /// Whether the page shows an image.
    pictured: bool,
}

/// Picks the lines that are the report's text.
fn choose_layers(layers: Vec<Layers>) -> Vec<Page> {
    let size = |lines: &[Line]| lines.iter().map(|line| line.text.len()).sum::<usize>();
    let body: usize = layers.iter().map(|page| size(&page.page.lines)).sum();
    let artifacts: usize = layers.iter().map(|page| size(&page.artifacts)).sum();
    // Headers and footers are a small part of a report. Where nearly everything is marked as one,
    // the marks are wrong.
    let artifacts_are_text = artifacts > 4 * body;
    layers
        .into_iter()
        .map(|mut layer| {
            if artifacts_are_text {
                layer.page.lines.append(&mut layer.artifacts);
            }
            // Under a page that prints its own words invisible text repeats them; on a scan it is
            // all there is, but for a stamp.
            if size(&layer.invisible) > 4 * size(&layer.page.lines) {
                layer.page.lines.append(&mut layer.invisible);
            }
            layer.page
        })
        .collect()
}

/// Takes what the interpreter draws and keeps the text.
#[derive(Default)]
struct Collector<'a> {
    number: u32,
    width: f32,
    height: f32,
    /// For each open piece of marked content, whether it is an artifact.
    marked: Vec<bool>,
    open_artifacts: usize,
    body: LineBuilder,
    artifacts: LineBuilder,
    invisible: LineBuilder,
    unmapped: usize,
    pictured: bool,
    /// Characters of all pages so far.
    characters: usize,
    faces: Fonts<'a>,
}

impl<'a> Collector<'a> {
    fn begin_page(&mut self, page: &PdfPage<'a>) {
        self.faces.begin_page(page.resources());
        (self.width, self.height) = page.render_dimensions();
        self.number += 1;
        self.marked.clear();
        self.open_artifacts = 0;
        self.unmapped = 0;
        self.pictured = false;
    }

    fn finish_page(&mut self) -> Layers {
        Layers {
            characters: self.body.characters(),
            unmapped: self.unmapped,
            pictured: self.pictured,
            page: Page {
                number: Some(self.number),
                width: self.width,
                height: self.height,
                lines: self.body.finish(),
            },
            artifacts: self.artifacts.finish(),
            invisible: self.invisible.finish(),
        }
    }
}

impl<'a> Device<'a> for Collector<'a> {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_clip_rect(&mut self, _: &Rect) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.pictured |= self.open_artifacts == 0;
    }

    fn begin_marked_content(&mut self, tag: &[u8], _: Option<&Dict<'_>>) {
        let artifact = tag == b"Artifact";
        self.marked.push(artifact);
        self.open_artifacts += usize::from(artifact);
        self.body.mark_boundary();
    }

    fn end_marked_content(&mut self) {
        if self.marked.pop() == Some(true) {
            self.open_artifacts -= 1;
        }
        self.body.mark_boundary();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let Some(first) = run.glyphs().first() else {
            return;
        };
        // All glyphs of a run are of one face.
        let bold = match &**first {
            Glyph::Outline(outline) => self.faces.is_bold(outline),
            Glyph::Type3(_) => false,
        };
        let stretched = is_stretched(run);
        for glyph in run.glyphs() {
            if self.characters >= MOST_CHARACTERS {
                return;
            }
            let transform = props.transform * glyph.transform();
            let advance = match &**glyph {
                Glyph::Outline(outline) => outline.advance_width(),
                Glyph::Type3(drawn) => drawn.advance_width(),
            };
            let Some(mark) = place(transform, advance.unwrap_or(500.0), stretched) else {
                continue;
            };
            if mark.x < -MARGIN
                || mark.y < -MARGIN
                || mark.x > self.width + MARGIN
                || mark.y > self.height + MARGIN
            {
                continue;
            }
            let mark = Mark { bold, ..mark };
            let lines = if matches!(mode, DrawMode::Invisible) {
                &mut self.invisible
            } else if self.open_artifacts > 0 {
                &mut self.artifacts
            } else {
                &mut self.body
            };
            self.characters += 1;
            match glyph.as_unicode() {
                Some(BfString::Char('\u{FFFD}')) | None => self.unmapped += 1,
                Some(BfString::Char(character)) => {
                    lines.push(mark, character.encode_utf8(&mut [0; 4]));
                }
                Some(BfString::String(text)) => lines.push(mark, &text),
            }
        }
    }
}

/// Whether the interpreter drew the run with another face than the one that is not in the file,
/// each glyph stretched to the missing one's width. The advance widths are the missing face's, so
/// the stretching must not count twice.
fn is_stretched(run: &GlyphRun<'_, '_>) -> bool {
    let ratio = |transform: Affine| {
        let [a, b, c, d, _, _] = transform.as_coeffs();
        a.hypot(b) / c.hypot(d)
    };
    match run.glyphs() {
        [] => false,
        // Nothing to compare with; faces that are in the file carry their data with the glyph.
        [only] => match &**only {
            Glyph::Outline(outline) => outline.font_data().is_none(),
            Glyph::Type3(_) => false,
        },
        [first, others @ ..] => {
            let first = ratio(first.transform());
            others
                .iter()
                .any(|glyph| (ratio(glyph.transform()) - first).abs() > 0.001)
        }
    }
}

/// Place, size and way of a glyph drawn with `transform` (glyph space, 1000 units to the size, to
/// the page with y growing downwards); `None` for glyphs nobody could see.
///
/// `stretched` says that the horizontal scale is not that of `advance`.
fn place(transform: Affine, advance: f32, stretched: bool) -> Option<Mark> {
    let [a, b, c, d, _, _] = transform.as_coeffs();
    // The height of a line of the face, which slanting (for italics the face lacks) leaves as it is.
    let height = (a * d - b * c).abs() / a.hypot(b);
    let size = (height * 1000.0) as f32;
    let scale = if stretched { height } else { a.hypot(b) } as f32;
    let origin = transform * Point::ZERO;
    let (x, y) = (origin.x as f32, origin.y as f32);
    if !(x.is_finite() && y.is_finite() && size.is_finite() && scale.is_finite()) {
        return None;
    }
    // Half a point cannot be read; some producers hide text this way.
    if size < 0.5 {
        return None;
    }
    let turn = if a.abs() >= b.abs() {
        if a >= 0.0 { Turn::Right } else { Turn::Left }
    } else if b >= 0.0 {
        Turn::Down
    } else {
        Turn::Up
    };
    Some(Mark {
        x,
        y,
        advance: advance.clamp(0.0, 10_000.0) * scale,
        size,
        bold: false,
        turn,
    })
}

#[cfg(test)]
mod tests;
