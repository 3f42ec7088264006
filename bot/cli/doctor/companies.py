"""What the doctor finds in the operator's own file of companies: the bot does not start with a mistake in it."""

from bot.cli.doctor.finding import Finding, doubtful, well, wrong
from bot.companies import DirectoryError, load_directory
from bot.settings import Settings

_NAME = "companies"


def companies(settings: Settings) -> Finding:
    """Whether the file can be read and goes together with what we ship."""
    path = settings.companies
    if not path.exists():
        told = f"{path} is not there; those that are shipped are known"
        if "companies" not in settings.model_fields_set:
            return well(_NAME, told)
        return doubtful(_NAME, told, "see KUAIXUN_COMPANIES; `kuaixun companies add NAME` makes it")
    try:
        directory = load_directory(path)
    except DirectoryError as error:
        return wrong(_NAME, str(error), "bot/companies/directory/README.md tells its form")
    own = sum(entry.file == str(path) for entry in directory.entries.values())
    told = "1 company is" if own == 1 else f"{own} companies are"
    return well(_NAME, f"{path}: {told} added or changed in it")
