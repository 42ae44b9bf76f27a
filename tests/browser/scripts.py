"""What the driver asks the page itself, in the language of pages."""

# `cells` are places of code cells among all cells.
PROMPTS = "cells.map(cell => document.querySelectorAll('.jp-Notebook .jp-Cell')[cell].querySelector('.jp-InputPrompt'))"
# A stored notebook shows numbers before it is run. So each prompt gets a mark when it shows a star, which may be short.
WATCH = f"""cells => {PROMPTS}.forEach(prompt => {{
    delete prompt.dataset.waited;
    new MutationObserver(() => {{ if (prompt.textContent === '[*]:') prompt.dataset.waited = 'yes'; }})
        .observe(prompt, {{childList: true, characterData: true, subtree: true}});
}})"""
OVER = f"""cells => {PROMPTS}.every(prompt => prompt.dataset.waited && prompt.textContent !== '[*]:')
    && document.querySelector('.jp-Notebook-ExecutionIndicator').dataset.status === 'idle'"""
# Each output area of each cell: what kind it is, and its text or the address of its picture. JupyterLab doesn't say
# the kind of a live widget, which is told by its class.
OUTPUTS = """() => [...document.querySelectorAll('.jp-Notebook .jp-Cell')].map(cell =>
    [...cell.querySelectorAll('.jp-Cell-outputArea .jp-OutputArea-output')].map(output =>
        output.querySelector('.jupyter-widgets') ? ['widget', output.textContent]
        : [output.dataset.mimeType || '', output.querySelector('img')?.src || output.textContent]))"""
TOO_WIDE = """() => [...document.querySelectorAll('.jp-Notebook .jp-Cell')].map(cell =>
    [...cell.querySelectorAll('.jp-RenderedImage, .jp-RenderedMarkdown, .widget-output, .jupyter-widgets')].some(
        part => part.scrollWidth > part.clientWidth + 1))"""
