package io.windhover.management.browser;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Pages that show Markdown. HTML in it stays text, and a link leads to another page of
 * the same kind, to the web, or nowhere.
 */
class MarkdownPages {

	private static final String SUFFIX = ".md";

	private final List<Extension> extensions = List.of(TablesExtension.create());

	private final Parser parser = Parser.builder().extensions(this.extensions).build();

	private final HtmlRenderer renderer = HtmlRenderer.builder()
		.extensions(this.extensions)
		.escapeHtml(true)
		.sanitizeUrls(true)
		.build();

	private final PageFrame frame;

	MarkdownPages(PageFrame frame) {
		this.frame = frame;
	}

	byte[] page(HttpServletRequest request, byte[] markdown) {
		return this.frame.page("markdown.html", request,
				Map.of("markdown", html(new String(markdown, StandardCharsets.UTF_8))));
	}

	String html(String markdown) {
		Node document = this.parser.parse(markdown);
		document.accept(new Links());
		return this.renderer.render(document);
	}

	/**
	 * Files beside this one are routes beside this one; what is elsewhere is not served.
	 */
	private static final class Links extends AbstractVisitor {

		@Override
		public void visit(Link link) {
			String to = link.getDestination();
			if (to.endsWith(SUFFIX) && !to.contains("/")) {
				link.setDestination(to.substring(0, to.length() - SUFFIX.length()));
			}
			else if (!JsonText.isLink(to)) {
				while (link.getFirstChild() != null) {
					link.insertBefore(link.getFirstChild());
				}
				link.unlink();
			}
		}

	}

}
