/* The page: one file that asks for nothing else. */
#include "correlations/page.h"

#include "common/asset.h"
#include "common/html.h"
#include "correlations/print.h"

extern const char *const base_lines[];
extern const char *const controls_lines[];
extern const char *const elements_lines[];
extern const char *const style_lines[];
extern const char *const panes_lines[];
extern const char *const media_lines[];
extern const char *const model_lines[];
extern const char *const list_lines[];
extern const char *const finding_lines[];
extern const char *const detail_lines[];
extern const char *const start_lines[];

static const char *const *const styles[] = {
    base_lines, controls_lines, style_lines, panes_lines, media_lines, NULL};
static const char *const *const scripts[] = {elements_lines, model_lines,
    list_lines, finding_lines, detail_lines, start_lines, NULL};

/* Two bars, as a browser's tab shows them. */
static const char icon[] =
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' "
    "viewBox='0 0 16 16'%3E%3Cpath fill='%232f6fc6' d='M1 3h14v4H1z'/%3E"
    "%3Cpath fill='%23858e9a' d='M1 9h6v4H1z'/%3E%3C/svg%3E";

static void
title_print(FILE *out, const struct results *r)
{
	fputs("Crash correlations", out);
	if (r->by != NULL) {
		fputs(" by ", out);
		html_text(out, str_of(r->by));
	}
}

static void
head_print(FILE *out, const struct results *r, const struct asset *style,
    const struct asset *script)
{
	asset_head_print(out, style, script);
	fputs("<title>", out);
	title_print(out, r);
	fprintf(out, "%s%s</title>\n<link rel=\"icon\" href=\"%s\">\n<style>",
	    r->date[0] ? ", " : "", r->date, icon);
	fwrite(style->text, 1, style->len, out);
	fputs("</style>\n</head>\n<body>\n", out);
}

static void
header_print(FILE *out, const struct results *r)
{
	fputs("<header>\n<h1>", out);
	title_print(out, r);
	fprintf(out, "%s%s%s</h1>\n<p>What sets the ",
	    r->date[0] ? " <small>" : "", r->date,
	    r->date[0] ? "</small>" : "");
	html_text(out, str_of(r->product));
	fprintf(out,
	    " crash reports of each %s apart from all crash reports of its "
	    "channel",
	    page_noun(r));
	if (strcmp(r->oldest, r->newest) != 0)
		fprintf(out, ", %s to %s", r->oldest, r->newest);
	else if (r->newest[0] != '\0')
		fprintf(out, ", on %s", r->newest);
	fputs(
	    ".\n<a href=\"#about\">About this page</a></p>\n</header>\n", out);
}

void
print_html(FILE *out, const struct results *r)
{
	struct asset style = asset_new(styles);
	struct asset script = asset_new(scripts);

	head_print(out, r, &style, &script);
	header_print(out, r);
	fputs("<main>\n<nav hidden></nav>\n<article>\n"
	      "<section id=\"about\">\n",
	    out);
	page_about(out, r);
	fputs("</section>\n</article>\n<noscript>\n", out);
	page_list(out, r);
	fputs("</noscript>\n</main>\n"
	      "<script type=\"application/json\" id=\"data\">",
	    out);
	page_data(out, r);
	fputs("</script>\n<script type=\"module\">", out);
	fwrite(script.text, 1, script.len, out);
	fputs("</script>\n</body>\n</html>\n", out);
	asset_free(&style);
	asset_free(&script);
}
